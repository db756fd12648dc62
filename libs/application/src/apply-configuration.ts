import type { Connector } from '@tandem/connector-kit/connector';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalGaps, type GoalGap } from '@tandem/domain/goal/goal-gaps';
import { draftReason } from '@tandem/domain/goal/status';
import { canonicalFormula } from '@tandem/domain/metric/canonical-formula';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { localDateOf } from '@tandem/domain/metric/periods';
import { sharedNames } from '@tandem/domain/metric/same-name';
import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import { checkConfiguration, type ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import { checkRetired } from '@tandem/domain/organisation/check-retired';
import type { ConfigurationPart } from '@tandem/domain/organisation/configuration-part';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import type { Configuration, Connection } from '@tandem/domain/organisation/organisation';
import { withOpeningTimes } from '@tandem/domain/organisation/with-opening-times';
import { readsLinks } from '@tandem/domain/record/linked-fields';
import { governChanges } from './govern-changes.js';
import { goalsWithOtherTerms, readStandings } from './goal-standings.js';
import { governGoals } from './govern-goals.js';
import {
  SourcePaused,
  type Clock,
  type ConfigurationChange,
  type ConfigurationStore,
  type JobQueue,
  type ObservationReader,
  type RunStore,
} from './ports.js';
import type { StoredDecision } from './decisions/decision-ports.js';
import { InvalidInput } from './input-errors.js';
import type { Governance, ProposalRecord } from './proposal-ports.js';
import { requireEdition, type ExpectedEdition } from './settings/thing-edition.js';
import { readTime } from './read-time.js';
import { bringAgreements, type BroughtAgreement } from './review/bring-agreements.js';

export interface ApplyConfigurationDependencies {
  readonly configuration: ConfigurationStore;
  readonly runs: RunStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  /** Tells which connections are read at all. */
  readonly connectors: readonly Connector[];
  /** How a goal stands when its aims are moved. */
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
}

/** A file that cannot be applied, with everything that is wrong with it; nothing was written. */
export class ConfigurationRejected extends Error {
  constructor(readonly issues: readonly ConfigurationIssue[]) {
    super(`The configuration was refused for ${issues.length} reason(s).`);
    this.name = 'ConfigurationRejected';
  }
}

export interface Applied {
  readonly changes: readonly ConfigurationChange[];
  /** Metrics of the file, with the others of the same name that count something else: nothing is refused for it, and somebody should know. */
  readonly sharedNames: readonly (readonly MetricDefinition[])[];
  /** Goals of the file that are drafts, with what they lack. */
  readonly drafts: readonly { readonly goal: Goal; readonly gaps: readonly GoalGap[] }[];
  /** Keys of the metrics that are counted anew. */
  readonly recounts: readonly string[];
  /** What becomes of the agreements of the file. */
  readonly agreements: readonly BroughtAgreement[];
}

export interface ApplyOptions {
  readonly dryRun: boolean;
  readonly actor?: string;
  /** The edition of one thing that the change starts from; throws `ChangedMeanwhile` for another one. */
  readonly expected?: ExpectedEdition | undefined;
}

/**
 * Brings what a file names into the configuration, all of it or nothing, and wakes the work that follows from it. What needs signatures
 * that the file does not carry is proposed. A dry run answers the same differences and writes nothing. Throws `ConfigurationRejected`.
 */
export function applyConfiguration(dependencies: ApplyConfigurationDependencies) {
  const { configuration, runs, jobs, clock, connectors } = dependencies;
  const pushedConnectors = connectors.filter(({ isPushed }) => isPushed).map(({ id }) => id);
  return async (part: ConfigurationPart, { dryRun, actor, expected }: ApplyOptions): Promise<Applied> => {
    const now = clock();
    let work: Work = nothingToDo;
    let shared: Applied['sharedNames'] = [];
    let drafts: Applied['drafts'] = [];
    let agreements: Applied['agreements'] = [];
    const before = await configuration.load();
    const standings = await readStandings(dependencies)(goalsWithOtherTerms(before, part));
    const changes = await configuration.change(
      (current, governance) => {
        if (expected) requireEdition(current, expected);
        const faults = checkConfiguration(current, part);
        if (faults.length) throw new ConfigurationRejected(faults);
        const whole = withOpeningTimes(current, part);
        const merged = mergeConfiguration(current, whole);
        const retired = checkRetired(merged, part, localDateOf(now, merged.organisation.timeZone));
        if (retired.length) throw new ConfigurationRejected(retired);
        const goals = governGoals(current, merged, whole, { governance, standings, now });
        const governed = governChanges(current, goals.held, whole, governance, now);
        const issues = [...governed.issues, ...goals.issues];
        if (issues.length) throw new ConfigurationRejected(issues.map(placedIn(part)));
        work = workFor(current, withAccepted(governed.next, governed.proposals), pushedConnectors);
        shared = sharedNamesOf(part, merged);
        drafts = draftsOf(part, merged, governance);
        return { ...governed, changes: goals.told(governed.changes), goals: goals.records };
      },
      {
        now,
        dryRun,
        actor,
        pushedConnectors,
        knownSince: knownSince(part, before, now),
        ...(part.agreements && {
          decisions: {
            kind: 'agreement',
            bring: (present: readonly StoredDecision[], known: Configuration) => {
              const { brought, writes } = bringAgreements(part.agreements ?? [], present, { known, now });
              agreements = brought;
              return writes;
            },
          },
        }),
      },
    );
    if (!dryRun) await wake(work, { runs, jobs }, now);
    return { changes, sharedNames: shared, drafts, recounts: work.backfill, agreements };
  };
}

/** As the file wants the metrics to be, also where a definition still waits for signatures. */
function sharedNamesOf({ metrics = [] }: ConfigurationPart, merged: Configuration): Applied['sharedNames'] {
  const ofFile = new Set(metrics.map(({ key }) => key));
  return sharedNames(merged.metrics).filter((group) => group.some(({ key }) => ofFile.has(key)));
}

/** What the file leaves unpublished; what was published before stays so, but for its owners. */
function draftsOf({ goals = [] }: ConfigurationPart, merged: Configuration, governance: Governance): Applied['drafts'] {
  const surroundings = { goals: merged.goals, guardrails: merged.guardrails, teams: merged.teams };
  return goals.flatMap((goal) => {
    const gaps = goalGaps(goal, surroundings);
    const published = governance.goals.get(goal.id)?.published ?? false;
    return draftReason(gaps, { published, signed: true }) === null ? [] : [{ goal, gaps }];
  });
}

/** A metric that only its calendar changed stands nowhere in the file. */
function placedIn({ metrics = [] }: ConfigurationPart) {
  return (issue: ConfigurationIssue): ConfigurationIssue =>
    issue.kind === 'metric' && issue.index !== null && issue.index >= metrics.length
      ? { ...issue, index: null }
      : issue;
}

/** What answers soon although it is written as a version of its own. */
function withAccepted(next: Configuration, proposals: readonly ProposalRecord[]): Configuration {
  const accepted = new Map(proposals.map(({ proposal, acceptedAs }) => [proposal.metric, acceptedAs?.definition]));
  return { ...next, metrics: next.metrics.map((metric) => accepted.get(metric.key) ?? metric) };
}

/** History that is imported is known since a time that has passed. */
function knownSince(part: ConfigurationPart, { organisation }: Configuration, now: Date): Date | null {
  if (part.knownSince === undefined) return null;
  const since = readTime('knownSince', part.knownSince, part.organisation?.timeZone ?? organisation.timeZone);
  if (since <= now) return since;
  const reason = 'History is known since a time that has passed: choose an earlier one, or leave it out.';
  throw new InvalidInput([{ field: 'knownSince', reason }]);
}

interface Work {
  readonly backfill: readonly string[];
  readonly sync: readonly string[];
  readonly evaluate: readonly string[];
}

const nothingToDo: Work = { backfill: [], sync: [], evaluate: [] };

/** What has to be counted, read and judged anew. */
function workFor(current: Configuration, next: Configuration, pushedConnectors: readonly string[]): Work {
  const oldMetrics = new Map(current.metrics.map((metric) => [metric.key, metric]));
  // The zone draws the days that records are counted in, of every metric.
  const allDaysMove = current.organisation.timeZone !== next.organisation.timeZone;
  const allLinksMove = current.organisation.linkWithinHours !== next.organisation.linkWithinHours;
  const backfill = next.metrics.filter(({ key, formula }) => {
    const old = oldMetrics.get(key);
    return (
      allDaysMove ||
      (allLinksMove && readsLinks(formula)) ||
      old === undefined ||
      canonicalFormula(old.formula) !== canonicalFormula(formula)
    );
  });
  const redefined = next.metrics.filter(
    (metric) => canonicalJson(oldMetrics.get(metric.key)) !== canonicalJson(metric),
  );
  const reading = ({ connector, settings, secrets }: Connection) =>
    canonicalJson([connector, settings, secrets?.given]);
  const sync = next.connections.filter((connection) => {
    if (pushedConnectors.includes(connection.connector)) return false;
    const old = current.connections.find(({ id }) => id === connection.id);
    return old === undefined || reading(old) !== reading(connection);
  });
  const rewritten = next.guardrails.filter((guardrail) => {
    const old = current.guardrails.find(({ id }) => id === guardrail.id);
    return canonicalJson(old) !== canonicalJson(guardrail);
  });
  return {
    backfill: backfill.map(({ key }) => key),
    sync: sync.map(({ id }) => id),
    evaluate: [...new Set([...rewritten.map(({ metric }) => metric), ...redefined.map(({ key }) => key)])],
  };
}

async function wake(
  work: Work,
  { runs, jobs }: Pick<ApplyConfigurationDependencies, 'runs' | 'jobs'>,
  now: Date,
): Promise<void> {
  if (work.backfill.length) await jobs.enqueue('metric.backfill', { metricKeys: work.backfill });
  for (const connectionId of work.sync) {
    const runId = await queuedUnlessPaused(runs, connectionId, now);
    if (runId !== null) await jobs.enqueue('connection.sync', { connectionId, runId }, { id: `sync-${runId}` });
  }
  if (work.evaluate.length) await jobs.enqueue('guardrails.evaluate', { metricKeys: work.evaluate });
}

async function queuedUnlessPaused(
  runs: ApplyConfigurationDependencies['runs'],
  connectionId: string,
  now: Date,
): Promise<string | null> {
  try {
    return await runs.queue(connectionId, 'configuration', now);
  } catch (error) {
    if (error instanceof SourcePaused) return null; // What is new counts from the day on which it is resumed.
    throw error;
  }
}
