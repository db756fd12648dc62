import type { Guardrail } from '../guardrail/guardrail.js';
import type { AlertTransition, NotificationKind } from './alert.js';
import { policyOn } from './policy-on.js';

export type NotificationDecision =
  | {
      readonly notify: true;
      readonly kind: NotificationKind;
      readonly reason: 'limitLeft' | 'limitHeld' | 'dataMissing' | 'evaluationFailed';
    }
  | {
      readonly notify: false;
      readonly reason:
        | 'holdNotPassed'
        | 'breachLapsed'
        | 'alreadyTold'
        | 'recoveryNotConfirmed'
        | 'policyKeepsQuiet'
        | 'dataReturned'
        | 'neverFired';
    };

/**
 * Whether people are told of a transition, and why. A firing is told when its hold has passed and a resolution when its recovery
 * has; both happen only on these two edges, so no resolution can come before its firing, and a relapse or a return from missing
 * data tells nobody twice. Missing data and failed evaluations are told when the guardrail's policy for them is `alert`.
 */
export function decideNotification(
  transition: Pick<AlertTransition, 'from' | 'to'>,
  policy: Pick<Guardrail, 'onNoData' | 'onError'>,
): NotificationDecision {
  const { from, to } = transition;
  switch (to) {
    case 'pending':
      return { notify: false, reason: 'holdNotPassed' };
    case 'firing':
      return from === 'pending'
        ? { notify: true, kind: 'fired', reason: 'limitLeft' }
        : { notify: false, reason: 'alreadyTold' };
    case 'recovering':
      return { notify: false, reason: 'recoveryNotConfirmed' };
    case 'resolved':
      return from === 'recovering'
        ? { notify: true, kind: 'resolved', reason: 'limitHeld' }
        : { notify: false, reason: 'neverFired' };
    case 'inactive':
      return { notify: false, reason: from === 'pending' ? 'breachLapsed' : 'dataReturned' };
    case 'noData':
      return policyOn(to, policy) === 'alert'
        ? { notify: true, kind: 'noData', reason: 'dataMissing' }
        : { notify: false, reason: 'policyKeepsQuiet' };
    case 'error':
      return policyOn(to, policy) === 'alert'
        ? { notify: true, kind: 'error', reason: 'evaluationFailed' }
        : { notify: false, reason: 'policyKeepsQuiet' };
  }
}
