import { expectedValue } from '@tandem/domain/goal/expected-path';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalSpan } from '@tandem/domain/goal/goal-span';
import { addDays } from '@tandem/domain/metric/periods';

/** The agreed paths from the start to the due date, a point each week and at both ends; of what is reached, not held. */
export function goalPaths(goal: Goal, timeZone: string) {
  const span = goalSpan(goal, timeZone);
  const instants = [span.startAt];
  for (let at = addDays(span.startAt, 7, timeZone); at < span.dueAt; at = addDays(at, 7, timeZone)) instants.push(at);
  const shown = [...instants, span.dueAt];
  return goal.keyResults.flatMap((keyResult) => {
    if (keyResult.kind === 'stay') return [];
    const points = shown.map((at) => ({
      at: at.toISOString(),
      value: expectedValue(keyResult, span, at, timeZone) ?? Number(keyResult.baseline),
    }));
    return [{ keyResult: keyResult.id, points }];
  });
}
