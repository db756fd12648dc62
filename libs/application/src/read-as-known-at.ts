import { InvalidInput } from './input-errors.js';

/** The time that is asked about; null for the present. What will be known later cannot be answered the same for ever. */
export function readAsKnownAt(text: string | undefined, now: Date): Date | null {
  if (text === undefined) return null;
  const asKnownAt = new Date(text);
  if (asKnownAt <= now) return asKnownAt;
  const reason = `${text} has not come yet. Ask for a time that has passed, or leave it out for the present.`;
  throw new InvalidInput([{ field: 'asKnownAt', reason }]);
}
