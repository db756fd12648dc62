import Big from 'big.js';
import { changeText, numberText, quantityText } from '../metric/quantity-text.js';
import {
  usualBudgetDays,
  usualBurnWindows,
  type BurnGuardrail,
  type BurnWindows,
  type Guardrail,
} from './guardrail.js';
import { limitOf } from './limit-of.js';

/** What a guardrail holds against its limit. */
export type GuardrailMeasure =
  'value' | 'pace' | 'odds' | 'changeRelative' | 'changeAbsolute' | 'burnRate' | 'specialCause' | 'hoursWithoutData';

/** A guardrail as pages state it. */
export interface GuardrailRule {
  readonly kind: Guardrail['kind'];
  readonly measure: GuardrailMeasure;
  /** null where no one limit can be stated before the data is seen. */
  readonly side: 'floor' | 'ceiling' | null;
  /** Decimal string in the unit of the measure: the metric's, per cent for a relative change, hours of silence. */
  readonly limit: string | null;
}

/** What a limit is called and how it reads, "Floor" and "60%"; null for a rule whose limits come from the data. */
export function limitWords(
  { measure, side, limit }: Omit<GuardrailRule, 'kind'>,
  unit: string,
): { readonly name: string; readonly text: string } | null {
  if (side === null || limit === null) return null;
  const name = side === 'floor' ? 'Floor' : 'Ceiling';
  switch (measure) {
    case 'value':
      return { name, text: quantityText(limit, unit) };
    case 'pace':
      return { name: 'Lowest pace', text: numberText(limit) };
    case 'odds':
      return { name: 'Lowest odds', text: numberText(limit) };
    case 'changeRelative':
      return { name, text: changeText(limit, 'relative') };
    case 'changeAbsolute':
      return { name, text: changeText(limit, unit) };
    case 'burnRate':
      return { name: 'Burn rate at most', text: `${numberText(limit)}×` };
    case 'hoursWithoutData':
      return { name: 'Silence at most', text: `${numberText(limit)} hours` };
    case 'specialCause':
      return null;
  }
}

const hourMs = 3_600_000;

/**
 * The rule of a guardrail in one shape for all kinds. Limits of a special cause come from its baseline, and how long a source may be silent
 * from the source where the guardrail does not say: both are null here and stand in the verdict. Throws where `limitOf` does.
 */
export function ruleOf(guardrail: Guardrail): GuardrailRule {
  const { kind } = guardrail;
  switch (kind) {
    case 'threshold': {
      const { side, fire } = limitOf(guardrail);
      return { kind, measure: 'value', side, limit: fire };
    }
    case 'pace':
      return { kind, measure: guardrail.of, side: 'floor', limit: guardrail.atLeast };
    case 'change': {
      const { side, fire } = limitOf(guardrail);
      return { kind, measure: guardrail.of === 'relative' ? 'changeRelative' : 'changeAbsolute', side, limit: fire };
    }
    case 'burn':
      return { kind, measure: 'burnRate', side: 'ceiling', limit: slowestFactor(guardrail) };
    case 'specialCause':
      return { kind, measure: 'specialCause', side: null, limit: null };
    case 'freshness':
      return {
        kind,
        measure: 'hoursWithoutData',
        side: 'ceiling',
        limit: guardrail.withinMs === undefined ? null : hoursOf(guardrail.withinMs),
      };
  }
}

/** Whole hours without decimals, else with one. */
export function hoursOf(durationMs: number): string {
  return new Big(durationMs).div(hourMs).round(1, Big.roundHalfUp).toString();
}

export function burnWindowsOf({ windows }: BurnGuardrail): readonly BurnWindows[] {
  return windows === undefined || windows.length === 0 ? usualBurnWindows : windows;
}

/** Budget share × time of the budget ÷ long window (semantics §3), two decimals. */
export function burnFactor(windows: BurnWindows, budgetDays = usualBudgetDays): string {
  return new Big(windows.budgetShare)
    .div(100)
    .times(budgetDays)
    .div(windows.longDays)
    .round(2, Big.roundHalfUp)
    .toString();
}

function slowestFactor(guardrail: BurnGuardrail): string | null {
  const factors = burnWindowsOf(guardrail).map((windows) => new Big(burnFactor(windows, guardrail.budgetDays)));
  return (
    factors
      .reduce<Big | null>((least, factor) => (least === null || factor.lt(least) ? factor : least), null)
      ?.toString() ?? null
  );
}
