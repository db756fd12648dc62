import type { Goal } from '@tandem/domain/goal/goal';
import { goalVersionAt } from '@tandem/domain/goal/goal-proposal';
import { withTerms } from '@tandem/domain/goal/goal-terms';
import { goalDifference } from './configuration-difference.js';
import { changeInWords } from './goal-change-in-words.js';
import type { GoalReader, StoredGoalProposal, StoredGoalVersion } from './goal-ports.js';
import { NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration } from './ports.js';
import { isOutdated, missingSignatures } from '@tandem/domain/metric/definition-proposal';
import { readAsKnownAt } from './read-as-known-at.js';
import { personOf } from './read-proposals.js';

export interface ReadGoalHistoryDependencies {
  readonly configuration: ConfigurationStore;
  readonly goals: GoalReader;
  readonly clock: Clock;
}

const mostEntries = 100;

/** What was agreed on a goal and when, every step that was taken, and what waits for a signature. */
export function readGoalHistory({ configuration, goals, clock }: ReadGoalHistoryDependencies) {
  const known = (asked?: string) => {
    const now = clock();
    const asKnownAt = readAsKnownAt(asked, now);
    return configuration.known({ now, asKnownAt }).then((all) => ({ ...all, asKnownAt, asOf: asKnownAt ?? now }));
  };
  return {
    /** Newest first; `before` is the number of an entry, for the entries that came before it. */
    of: async (request: { readonly id: string; readonly asKnownAt?: string; readonly before?: number }) => {
      const context = await known(request.asKnownAt);
      const goal = requireGoal(context, request.id);
      const { asKnownAt } = context;
      const [versions, proposals, entries] = await Promise.all([
        goals.versions(goal.id, asKnownAt),
        goals.proposals({ goal: goal.id }),
        goals.history(goal.id, { asKnownAt, limit: mostEntries, before: request.before ?? null }),
      ]);
      return {
        versions: shownVersions(goal, versions, proposals, context),
        entries: entries.map(({ at, actor, action, before, after, ...entry }) => ({
          ...entry,
          at: at.toISOString(),
          action,
          by: personOf(actor, context.people) ?? { id: actor, name: actor },
          fields: action === 'change' ? changeInWords(before, after, context) : [],
          ...saidIn(after),
        })),
        more: entries.length === mostEntries,
      };
    },
    proposals: async ({ id }: { readonly id: string }) => {
      const context = await known();
      const goal = requireGoal(context, id);
      const [versions, proposals] = await Promise.all([goals.versions(id, null), goals.proposals({ goal: id })]);
      return { proposals: proposals.map((proposal) => shownProposal(goal, proposal, versions, context)) };
    },
    open: async () => {
      const context = await known();
      const open = await goals.proposals({ onlyOpen: true });
      const shown = await Promise.all(open.map((proposal) => one(proposal, context)));
      return { proposals: shown };
    },
    one: async (proposal: StoredGoalProposal) => one(proposal, await known()),
  };

  async function one(proposal: StoredGoalProposal, context: KnownConfiguration) {
    const goal = requireGoal(context, proposal.goal);
    return shownProposal(goal, proposal, await goals.versions(goal.id, null), context);
  }
}

function requireGoal({ goals, asKnownAt = null }: KnownConfiguration & { asKnownAt?: Date | null }, id: string): Goal {
  const goal = goals.find((candidate) => candidate.id === id);
  if (!goal) throw new NotFound('goal', id, asKnownAt);
  return goal;
}

function shownVersions(
  goal: Goal,
  versions: readonly StoredGoalVersion[],
  proposals: readonly StoredGoalProposal[],
  { people, asOf }: KnownConfiguration & { readonly asOf: Date },
) {
  const inForce = versions.length ? goalVersionAt(versions, asOf) : null;
  return versions
    .map((own, index) => {
      const before = versions[index - 1];
      const proposal = proposals.find(({ version }) => version === own.version);
      // A first agreement makes no version: it publishes the one that it is about.
      const signed =
        proposal ??
        proposals.find(
          ({ kind, state, baseVersion }) => kind === 'adopt' && state === 'accepted' && baseVersion === own.version,
        );
      return {
        version: own.version,
        validFrom: own.validFrom.toISOString(),
        inForce: own === inForce,
        reason: own.reason,
        fields: before ? [...goalDifference(withTerms(goal, before.terms), withTerms(goal, own.terms))] : [],
        moved: [...own.moved],
        signatures: (signed?.signatures ?? []).map(({ side, by, at }) => ({
          side,
          by: personOf(by, people) ?? { id: by, name: by },
          at: at.toISOString(),
        })),
      };
    })
    .reverse();
}

function shownProposal(
  goal: Goal,
  proposal: StoredGoalProposal,
  versions: readonly StoredGoalVersion[],
  { people }: KnownConfiguration,
) {
  const base = versions.find(({ version }) => version === proposal.baseVersion);
  const latest = versions.at(-1);
  if (!base || !latest) throw new Error(`The proposal ${proposal.id} is about a version that does not exist.`);
  const first = proposal.steps[0];
  const isOpen = proposal.state === 'open';
  return {
    id: proposal.id,
    goal: { id: goal.id, title: goal.title },
    kind: proposal.kind,
    state: proposal.state,
    outdated: isOpen && isOutdated(proposal, latest),
    baseVersion: proposal.baseVersion,
    version: proposal.version,
    reason: proposal.reason,
    side: proposal.side,
    proposedBy: personOf(first?.by ?? null, people),
    proposedAt: (first?.at ?? new Date(0)).toISOString(),
    effectiveFrom: proposal.effectiveFrom?.toISOString() ?? null,
    closedAt: proposal.closedAt?.toISOString() ?? null,
    waitsFor: isOpen ? missingSignatures(proposal) : [],
    fields: [...goalDifference(withTerms(goal, base.terms), withTerms(goal, proposal.terms))],
    terms: proposal.terms,
    steps: proposal.steps.map(({ step, at, by, side, reason }) => ({
      step,
      at: at.toISOString(),
      by: personOf(by, people),
      side,
      reason,
    })),
  };
}

/** What people wrote, of an entry of the audit trail; its content is for whoever may read the trail. */
function saidIn(after: Readonly<Record<string, unknown>> | null) {
  const text = (field: string) => {
    const value = after?.[field];
    return typeof value === 'string' ? value : null;
  };
  const confidence = after?.['confidence'];
  return {
    said: text('reason') ?? text('note'),
    side: text('side') === 'marketing' ? ('marketing' as const) : text('side') === 'it' ? ('it' as const) : null,
    keyResult: text('keyResult'),
    status: text('status'),
    confidence: typeof confidence === 'number' ? confidence : null,
  };
}
