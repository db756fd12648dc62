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
type GoalWording = Pick<Goal, (typeof wordingFields)[number]>;
/** Everything else is what both sides have agreed: a change of it is a new version. */
export type GoalTerms = Omit<Goal, keyof GoalWording>;

/** The agreed part of a goal. A field that is new to goals is agreed until it is named above. */
export function goalTerms(goal: GoalTerms & Partial<GoalWording>): GoalTerms {
  const entries = Object.entries(goal).filter(([field]) => !(wordingFields as readonly string[]).includes(field));
  return Object.fromEntries(entries) as unknown as GoalTerms;
}

/** A goal under its present title and owners, with the terms of one version. */
export function withTerms(goal: Goal, terms: GoalTerms): Goal {
  const wording = Object.fromEntries(
    Object.entries(goal).filter(([field]) => (wordingFields as readonly string[]).includes(field)),
  ) as unknown as GoalWording;
  return { ...wording, ...goalTerms(terms) };
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
