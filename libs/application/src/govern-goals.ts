import type { Goal } from '@tandem/domain/goal/goal';
import type { GoalProposal } from '@tandem/domain/goal/goal-proposal';
import { goalTerms, isSameTerms, withTerms } from '@tandem/domain/goal/goal-terms';
import { movedAims, type Standing } from '@tandem/domain/goal/moved-after-miss';
import { missingSignatures, needsSignatures } from '@tandem/domain/metric/definition-proposal';
import type { ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import type { ConfigurationPart, GoalChange } from '@tandem/domain/organisation/configuration-part';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { goalDifference } from './configuration-difference.js';
import type { GoalGovernance, GoalProposalRecord, GoalRecords, StoredGoalProposal } from './goal-ports.js';
import { unexplained } from './govern-changes.js';
import type { ConfigurationChange } from './ports.js';
import type { Governance } from './proposal-ports.js';
import { beginningOf, signAll } from './sign-all.js';

/** How the key results of goals stand now, by goal. */
export type Standings = ReadonlyMap<string, readonly Standing[]>;

export interface GovernedGoals {
  /** The configuration without the terms that wait for signatures. */
  readonly held: Configuration;
  readonly records: GoalRecords;
  readonly issues: readonly ConfigurationIssue[];
  /** The differences that the file makes, with what becomes of the terms that are governed. */
  readonly told: (changes: readonly ConfigurationChange[]) => readonly ConfigurationChange[];
}

/** What a file wants of a goal that is published and that both sides own. */
interface Wanted {
  readonly index: number;
  readonly goal: Goal;
  readonly present: Goal;
  readonly state: GoalGovernance;
  readonly change: GoalChange | undefined;
}

interface Outcome {
  readonly records: readonly GoalProposalRecord[];
  readonly issues: readonly ConfigurationIssue[];
}

/**
 * Holds back what a file may not change by itself: the terms of a published goal with an owner on each side. They become a proposal, or hold
 * where the file carries both signatures. What an open proposal says already is not proposed again; one that a file brought and nobody signed
 * is replaced. Of other goals a change takes effect at once, and what it moves is noted.
 */
export function governGoals(
  current: Configuration,
  merged: Configuration,
  part: ConfigurationPart,
  context: { readonly governance: Governance; readonly standings: Standings; readonly now: Date },
): GovernedGoals {
  const wanted = wantedChanges(current, part, context.governance);
  const outcomes = new Map(wanted.map((one) => [one.goal.id, outcomeOf(one, merged, context)]));
  const held = new Map(wanted.map((one) => [one.goal.id, withTerms(one.goal, one.present)]));
  const goals = merged.goals.map((goal) => held.get(goal.id) ?? goal);
  return {
    held: { ...merged, goals },
    records: {
      proposals: [...outcomes.values()].flatMap(({ records }) => records),
      moved: movedAtOnce(current, goals, part, context.standings),
    },
    issues: [...outcomes.values()].flatMap(({ issues }) => issues),
    told: (changes) =>
      changes.flatMap((change) => {
        const one = wanted.find(({ goal }) => change.kind === 'goal' && goal.id === change.id);
        const record = one && outcomes.get(one.goal.id)?.records.at(-1);
        if (!one || !record) return [change];
        const governed = governedChange(one, record);
        return change.action === 'unchanged' ? [governed] : [change, governed];
      }),
  };
}

function wantedChanges(current: Configuration, part: ConfigurationPart, governance: Governance): Wanted[] {
  return (part.goals ?? []).flatMap((goal, index) => {
    const present = current.goals.find(({ id }) => id === goal.id);
    const state = governance.goals.get(goal.id);
    if (!present || !state?.published || isSameTerms(present, goal) || !needsSignatures(state.owning)) return [];
    const change = changeOf(part, goal.id, state.version + 1);
    return [{ index, goal, present, state, change }];
  });
}

function changeOf({ goalChanges = [] }: ConfigurationPart, goal: string, version: number): GoalChange | undefined {
  return goalChanges.find((one) => one.goal === goal && one.version === version);
}

function outcomeOf(
  wanted: Wanted,
  merged: Configuration,
  { standings, now }: { readonly standings: Standings; readonly now: Date },
): Outcome {
  const { goal, present, state, change } = wanted;
  const { open } = state;
  const sameAsOpen = open !== null && isSameTerms(open.terms, goal);
  const begun = sameAsOpen
    ? { id: open.id, proposal: open as GoalProposal, steps: [] }
    : proposed(wanted, merged.organisation.timeZone, now);
  const signed = signAll(begun, change?.signed ?? {}, { latest: state, merged, now });
  if ('obstacle' in signed) return refused(wanted, { code: 'changeNotPossible', obstacle: signed.obstacle });
  const { proposal, steps, validFrom } = signed;
  const moved = movedAims(present, goal, standings.get(goal.id) ?? []);
  const acceptedAs = validFrom === null ? null : { validFrom, moved };
  const record: GoalProposalRecord = { id: begun.id, proposal, steps, acceptedAs };
  if (sameAsOpen) return { records: steps.length ? [record] : [], issues: [] };
  if (open === null) return { records: [record], issues: [] };
  const isUnsigned = open.side === null && open.signatures.length === 0;
  if (acceptedAs !== null || isUnsigned) return { records: [replaced(open, now), record], issues: [] };
  return refused(wanted, { code: 'proposalOpen', id: open.id, of: 'goal' });
}

function proposed({ goal, state, change }: Wanted, timeZone: string, now: Date) {
  const reason = change?.reason ?? unexplained;
  const proposal: GoalProposal = {
    goal: goal.id,
    kind: 'change',
    baseVersion: state.version,
    terms: goalTerms(goal),
    reason,
    side: null,
    effectiveFrom: change?.effectiveFrom === undefined ? null : beginningOf(change.effectiveFrom, timeZone),
    state: 'open',
    signatures: [],
  };
  return { id: null, proposal, steps: [{ step: 'propose' as const, at: now, by: null, side: null, reason }] };
}

/** A proposal that another one takes the place of. */
export function replaced(
  open: StoredGoalProposal,
  now: Date,
  { by, side, reason }: Pick<GoalProposalRecord['steps'][number], 'by' | 'side'> & { readonly reason: string } = {
    by: null,
    side: null,
    reason: 'Replaced by a newer configuration file.',
  },
): GoalProposalRecord {
  return {
    id: open.id,
    proposal: { ...open, state: 'withdrawn' },
    steps: [{ step: 'withdraw', at: now, by, side, reason }],
    acceptedAs: null,
  };
}

function refused({ goal, index }: Wanted, reason: ConfigurationIssue['reason']): Outcome {
  return { records: [], issues: [{ kind: 'goal', id: goal.id, index, path: ['keyResults'], reason }] };
}

function governedChange({ goal, present }: Wanted, record: GoalProposalRecord): ConfigurationChange {
  const waitsFor = missingSignatures(record.proposal);
  return {
    kind: 'goal',
    id: goal.id,
    action: waitsFor.length ? 'propose' : 'change',
    fields: goalDifference(withTerms(goal, present), goal),
    waitsFor,
  };
}

function movedAtOnce(
  current: Configuration,
  goals: readonly Goal[],
  part: ConfigurationPart,
  standings: Standings,
): GoalRecords['moved'] {
  const moved = new Map<string, { readonly aims: ReturnType<typeof movedAims>; readonly reason: string | null }>();
  for (const goal of goals) {
    const present = current.goals.find(({ id }) => id === goal.id);
    if (!present || isSameTerms(present, goal)) continue;
    const reason = part.goalChanges?.find((one) => one.goal === goal.id)?.reason ?? null;
    moved.set(goal.id, { aims: movedAims(present, goal, standings.get(goal.id) ?? []), reason });
  }
  return moved;
}
