import { evaluateExpression } from './evaluate-expression.js';
import type { ExactObservation } from './fold-observations.js';
import { instantText } from './local-day.js';
import type { MetricVersion } from './metric-version.js';
import type { ObservationState, ValueAbsence } from './observation.js';
import { parseExpression, type Expression } from './parse-expression.js';
import type { Period } from './periods.js';
import { shownFraction } from './shown-value.js';

/**
 * Observations of a formula over metrics, from those of its inputs over the same periods and the same slice: from their exact values, never
 * from rounded ones. One input without a value leaves it without one. The state is the worst of the inputs', and provisional for the settling
 * days of its own; `n` is the smallest of theirs, for a result stands on no more than its weakest input.
 *
 * @param inputs by key; each list has one observation for each period, in order. A key that is missing is an input without a value.
 */
export function foldDerived(
  { definition, version }: Pick<MetricVersion, 'definition' | 'version'>,
  inputs: ReadonlyMap<string, readonly ExactObservation[]>,
  periods: readonly Period[],
  context: { readonly asOf: Date },
  dimensions: Readonly<Record<string, string>> = {},
): ExactObservation[] {
  const expression = expressionOf(definition.formula.kind === 'derived' ? definition.formula.expression : '');
  return periods.map((period, index) => {
    const known = new Map([...inputs].flatMap(([key, all]) => (all[index] ? [[key, all[index]] as const] : [])));
    const observed = [...known.values()];
    const state = stateOf(
      observed.map((one) => one.state),
      period,
      definition.settlingDays,
      context.asOf,
    );
    const { value: exact, absence } =
      state === 'absent'
        ? { value: null, absence: null }
        : evaluateExpression(expression, (key) => known.get(key)?.exact() ?? null);
    return {
      start: instantText(period.start),
      end: instantText(period.end),
      dimensions,
      exact: () => exact,
      value: shownFraction(exact, definition.precision),
      numerator: null,
      denominator: null,
      n: observed.length ? Math.min(...observed.map(({ n }) => n)) : 0,
      state,
      version,
      ...(removedOf(observed) ?? reasonOf(absence, observed)),
    };
  });
}

/** What one input is not kept for, the result is not either: from when on all of them are. */
function removedOf(inputs: readonly ExactObservation[]): Pick<ExactObservation, 'absence' | 'keptFrom'> | null {
  const removed = inputs.filter(({ keptFrom }) => keptFrom !== undefined);
  const last = removed.toSorted((a, b) => ((a.keptFrom ?? '') < (b.keptFrom ?? '') ? -1 : 1)).at(-1);
  if (last?.absence === undefined || last.keptFrom === undefined) return null;
  return { absence: last.absence, keptFrom: last.keptFrom };
}

/** What an input itself is without says more than that it is without a value. */
function reasonOf(absence: ValueAbsence | null, inputs: readonly ExactObservation[]): { absence?: ValueAbsence } {
  if (absence === null) return {};
  const own = inputs.flatMap((input) => input.absence ?? [])[0];
  return { absence: absence === 'inputWithoutValue' && own !== undefined ? own : absence };
}

function expressionOf(text: string): Expression {
  const parsed = parseExpression(text);
  if (!parsed.ok)
    throw new Error(`"${text}" cannot be reckoned: ${parsed.fault.code} at column ${parsed.fault.column}.`);
  return parsed.expression;
}

const fromWorst = ['absent', 'partial', 'provisional', 'settled'] as const satisfies readonly ObservationState[];

function stateOf(
  inputs: readonly ObservationState[],
  period: Period,
  settlingDays: number,
  asOf: Date,
): ObservationState {
  const worst = fromWorst.find((state) => inputs.includes(state)) ?? 'absent';
  const settledAt = period.end.getTime() + settlingDays * 86_400_000;
  return worst === 'settled' && asOf.getTime() < settledAt ? 'provisional' : worst;
}
