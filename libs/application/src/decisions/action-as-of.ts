import type { StoredAction } from './action-ports.js';

/** An action as it stood at a time, by its steps; null before it was opened. Its words never change. */
export function actionAsOf(action: StoredAction, time: Date): StoredAction | null {
  const steps = action.steps.filter(({ at }) => at <= time);
  if (action.openedAt > time) return null;
  const closing = steps.find(({ step }) => step === 'done' || step === 'dropped');
  // A change says what it came from: the first one after that time still names what held then.
  const later = action.steps.find(({ step, at }) => step === 'change' && at > time)?.details['from'];
  const { owner, due } = { owner: action.owner, due: action.due, ...(later as Partial<StoredAction> | undefined) };
  const isClosed = closing !== undefined;
  return {
    ...action,
    owner,
    due,
    steps,
    state: isClosed ? action.state : 'open',
    closedAt: isClosed ? action.closedAt : null,
    result: isClosed ? action.result : null,
  };
}
