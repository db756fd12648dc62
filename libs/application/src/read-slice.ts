import { isStorableText } from '@tandem/domain/record/storable-text';
import { InvalidInput } from './input-errors.js';

/** `priority:2 - High`; the part after the first colon is the value, also an empty one. */
export function readSlice(text: string): { dimension: string; value: string } {
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw new InvalidInput([
      { field: 'slice', reason: 'Write dimension and value with a colon, such as priority:High.' },
    ]);
  }
  const dimension = text.slice(0, colon);
  const value = text.slice(colon + 1);
  if (!isStorableText(value)) {
    throw new InvalidInput([{ field: 'slice', reason: 'No value holds a NUL character: leave it out.' }]);
  }
  return { dimension, value };
}
