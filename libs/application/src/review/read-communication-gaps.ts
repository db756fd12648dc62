import { sideOfGoal } from '@tandem/domain/goal/goal-level';
import { goalSpan } from '@tandem/domain/goal/goal-span';
import { decisionStatus } from '@tandem/domain/decision/decision';
import { missingSignatures } from '@tandem/domain/metric/definition-proposal';
import { addDays, localDateOf } from '@tandem/domain/metric/periods';
import { pulseRoundAt } from '@tandem/domain/review/alignment-pulse';
import {
  communicationGaps,
  usualThresholds,
  type GapFacts,
  type GapThresholds,
} from '@tandem/domain/review/communication-gaps';
import { decisionAsOf } from '../decisions/decision-as-of.js';
import type { DecisionStore, StoredDecision } from '../decisions/decision-ports.js';
import type { GoalReader } from '../goal-ports.js';
import type { Clock, ConfigurationStore, KnownConfiguration } from '../ports.js';
import type { ProposalReader, StoredProposal } from '../proposal-ports.js';
import { holdAll } from './notices.js';
import { pulseRounds } from './pulse.js';
import type { TalkReader } from './talk-ports.js';

export interface GapDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly goals: Pick<GoalReader, 'proposals'>;
  readonly proposals: Pick<ProposalReader, 'list'>;
  readonly decisions: Pick<DecisionStore, 'list'>;
  readonly talk: TalkReader;
  readonly readSources: () => Promise<{
    readonly sources: readonly {
      readonly id: string;
      readonly name: string;
      readonly state: string;
      readonly lastSyncAt: string | null;
    }[];
  }>;
  readonly clock: Clock;
}

const bothSides = ['marketing', 'it'] as const;

/** Where the two sides have stopped talking, each gap with what led to it, and the thresholds that it was judged by. */
export function readCommunicationGaps(dependencies: GapDependencies) {
  return async () => {
    const now = dependencies.clock();
    const known = await dependencies.configuration.known({ now, asKnownAt: null });
    const thresholds = { ...usualThresholds, ...known.organisation.communication };
    const { sources } = await dependencies.readSources();
    const { facts } = await gatherGapFacts(dependencies, {
      configuration: known,
      thresholds,
      now,
      sources: sources.map(({ id, name, state, lastSyncAt }) => ({
        id,
        name,
        stale: state === 'stale' || state === 'failing',
        lastAt: lastSyncAt === null ? null : new Date(lastSyncAt),
      })),
    });
    const gaps = communicationGaps(facts, thresholds);
    return {
      gaps: gaps.map(({ sides, subject, numbers, ...gap }) => ({
        ...gap,
        sides: [...sides],
        subject: { ...subject },
        numbers: { ...numbers },
      })),
      thresholds,
      at: now.toISOString(),
      timeZone: known.organisation.timeZone,
    };
  };
}

/** The facts as they stood at `now`, and the agreements that were held against them. */
export async function gatherGapFacts(
  dependencies: Pick<GapDependencies, 'goals' | 'proposals' | 'decisions' | 'talk'>,
  asked: {
    readonly configuration: KnownConfiguration;
    readonly thresholds: GapThresholds;
    readonly now: Date;
    readonly sources: GapFacts['sources'];
  },
) {
  const { configuration, thresholds, now, sources } = asked;
  const { timeZone } = configuration.organisation;
  const { talk, decisions } = dependencies;
  const today = localDateOf(now, timeZone);
  const [checkIns, alerts, openings, listed] = await Promise.all([
    talk.lastCheckIns(now),
    talk.firingAlerts(now),
    talk.openings(localDateOf(addDays(now, -thresholds.openingDays, timeZone), timeZone), today),
    decisions.list(),
  ]);
  const known = listed.flatMap((one) => decisionAsOf(one, now) ?? []);
  const agreements = known.filter(({ content }) => content.kind === 'agreement');
  const held = await holdAll(agreements, { talk, now, timeZone });
  const facts: GapFacts = {
    now,
    timeZone,
    goals: goalFacts(configuration, checkIns),
    proposals: await proposalFacts(dependencies, { configuration, now }, known),
    alerts,
    sources,
    openings: configuration.metrics.flatMap(({ key, title }) => {
      const opens = openings.get(key);
      return opens ? [{ metric: key, title, opens }] : [];
    }),
    decisions: known.map((decision) => decisionFact(decision, now, timeZone)),
    alignment: await latestAlignment(talk, thresholds.pulseMinimum, now, timeZone),
    notices: held.map(({ agreement: { id, title, side }, record }) => {
      return { agreement: id, title, side, missed: record.missed, of: record.events.length };
    }),
  };
  return { facts, held };
}

function goalFacts(
  { goals, goalStates, teams, organisation }: KnownConfiguration,
  checkIns: Awaited<ReturnType<TalkReader['lastCheckIns']>>,
): GapFacts['goals'] {
  return goals.map((goal) => {
    const own = sideOfGoal(goal, teams);
    const said = checkIns.get(goal.id);
    const { id, title, owners } = goal;
    return {
      id,
      title,
      owners,
      ...goalSpan(goal, organisation.timeZone),
      owningSides: own === null ? bothSides : [own],
      published: goalStates?.get(id)?.published ?? false,
      lastCheckIn: { marketing: said?.marketing ?? null, it: said?.it ?? null },
    };
  });
}

async function proposalFacts(
  { goals, proposals }: Pick<GapDependencies, 'goals' | 'proposals'>,
  { configuration, now }: { readonly configuration: KnownConfiguration; readonly now: Date },
  decisions: readonly StoredDecision[],
): Promise<GapFacts['proposals']> {
  const [ofGoals, ofMetrics] = await Promise.all([goals.proposals({}), proposals.list({})]);
  const goalTitle = (id: string) => configuration.goals.find((goal) => goal.id === id)?.title ?? id;
  const metricTitle = (key: string) => configuration.metrics.find((metric) => metric.key === key)?.title ?? key;
  return [
    ...ofGoals.flatMap((one) => {
      const waiting = waitingAt(one, now);
      return waiting ? [{ of: 'goal' as const, subject: one.goal, title: goalTitle(one.goal), ...waiting }] : [];
    }),
    ...ofMetrics.flatMap((one) => {
      const waiting = waitingAt(one, now);
      return waiting
        ? [{ of: 'definition' as const, subject: one.metric, title: metricTitle(one.metric), ...waiting }]
        : [];
    }),
    ...decisions.flatMap((one) => {
      const since = one.steps.find(({ step }) => step === 'propose')?.at;
      if (one.state !== 'open' || since === undefined) return [];
      return [
        { of: 'decision' as const, subject: one.id, title: one.content.title, waitsFor: missingSignatures(one), since },
      ];
    }),
  ];
}

/** Whom a proposal waited for at a time; null when it came later or was closed by then. */
function waitingAt(
  { steps, closedAt, signatures }: Pick<StoredProposal, 'steps' | 'closedAt' | 'signatures'>,
  now: Date,
): Pick<GapFacts['proposals'][number], 'waitsFor' | 'since'> | null {
  const since = steps[0]?.at;
  if (since === undefined || since > now || (closedAt !== null && closedAt <= now)) return null;
  return { since, waitsFor: missingSignatures({ signatures: signatures.filter(({ at }) => at <= now) }) };
}

/** An undecided one is past its date with the day that it speaks of; one in force until its effect is graded. */
function decisionFact(decision: StoredDecision, now: Date, timeZone: string): GapFacts['decisions'][number] {
  const { id, content, grades } = decision;
  const status = decisionStatus(decision, now, timeZone);
  const isDecided = status === 'inForce' || status === 'expired';
  const date = content.effect?.by ?? (isDecided ? null : content.expiresOn);
  return { id, title: content.title, status, date, graded: grades.length > 0 };
}

/** The latest round in which both sides have a score, of the last four. */
async function latestAlignment(
  talk: TalkReader,
  minimum: number,
  now: Date,
  timeZone: string,
): Promise<GapFacts['alignment']> {
  const from = pulseRoundAt(addDays(now, -62, timeZone), timeZone);
  const present = pulseRoundAt(now, timeZone).key;
  const rounds = pulseRounds(await talk.pulseAnswers(from.key), minimum).filter(({ round }) => round.key <= present);
  const latest = rounds.findLast(({ gap }) => gap !== null);
  if (latest?.gap === undefined || latest.gap === null) return null;
  const { marketing, it } = latest.sides;
  return { round: latest.round.key, marketing: marketing.score ?? 0, it: it.score ?? 0, gap: latest.gap };
}
