import { canonicalJson } from '../organisation/canonical-json.js';
import type { Goal } from './goal.js';

/** What a goal is called, whose it is and where it stands: kept up to date in place. */
const wordingFields = [
  'id',
  'title',
  'outcome',
  'growthProjection',
  'parent',
  'department',
  'team',
  'owners',
  'drivers',
] as const satisfies readonly (keyof Goal)[];
type NamedWording = Pick<Goal, (typeof wordingFields)[number]>;
/** The same without the id, which a goal keeps. */
export type GoalWording = Omit<NamedWording, 'id'>;
/** Everything else is what both sides have agreed: a change of it is a new version. */
export type GoalTerms = Omit<Goal, keyof NamedWording>;

/** The agreed part of a goal. A field that is new to goals is agreed until it is named above. */
export function goalTerms(goal: GoalTerms & Partial<NamedWording>): GoalTerms {
  const entries = Object.entries(goal).filter(([field]) => !(wordingFields as readonly string[]).includes(field));
  return Object.fromEntries(entries) as unknown as GoalTerms;
}

/** What changes at once: what a goal is called, whose it is, where it stands, what drives it. */
export function goalWording({ id: _id, ...goal }: Goal): GoalWording {
  const entries = Object.entries(goal).filter(([field]) => (wordingFields as readonly string[]).includes(field));
  return Object.fromEntries(entries) as unknown as GoalWording;
}

/** A goal under its present title and owners, with the terms of one version. */
export function withTerms(goal: Goal, terms: GoalTerms): Goal {
  return { id: goal.id, ...goalWording(goal), ...goalTerms(terms) };
}

/** A goal on its present terms, under another title or with other owners, place or drivers. */
export function withWording(goal: Goal, wording: GoalWording): Goal {
  return { id: goal.id, ...wording, ...goalTerms(goal) };
}

export function isSameTerms(a: GoalTerms, b: GoalTerms): boolean {
  return canonicalJson(goalTerms(a)) === canonicalJson(goalTerms(b));
}

/**
 * Ids of the key results of `before` whose aim another version moves: another target, baseline, limit, path or metric, taken away, or due at
 * another time. Weights and new key results move no aim that was missed.
 */
export function movedKeyResults(before: GoalTerms, after: GoalTerms): readonly string[] {
  const isMovedInTime = before.start !== after.start || before.due !== after.due;
  return before.keyResults.flatMap((own) => {
    const other = after.keyResults.find(({ id }) => id === own.id);
    const isSame =
      other !== undefined &&
      canonicalJson({ ...own, weight: undefined }) === canonicalJson({ ...other, weight: undefined });
    return isSame && !isMovedInTime ? [] : [own.id];
  });
}
