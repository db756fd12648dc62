import type { AbsencePolicy, Guardrail } from '../guardrail/guardrail.js';

/** What a guardrail wants done about missing data or a failed evaluation; the latter as the former when it does not say. */
export function policyOn(
  state: 'noData' | 'error',
  { onNoData, onError }: Pick<Guardrail, 'onNoData' | 'onError'>,
): AbsencePolicy {
  return state === 'error' ? (onError ?? onNoData) : onNoData;
}
