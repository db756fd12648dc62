import type { FieldType } from '@tandem/domain/record/streams';
import type { InstantReader } from './instant-reader.js';
import { minorText, numberText, type NumberFormat } from './number-format.js';
import { quoted, type Reading } from './reading.js';

export type FieldValue = string | number | boolean;
export type ValueReader = (text: string) => Reading<FieldValue>;

const yes = new Set(['true', '1', 'yes', 'y', 't']);
const no = new Set(['false', '0', 'no', 'n', 'f']);

/**
 * Reads text as a value of a canonical field. The text is never empty: an empty cell is an absent value, decided before.
 *
 * @param numbers how numbers are written; digits with a point where left out
 * @param isMinor the field counts minor units of a currency
 */
export function valueReader(
  type: FieldType,
  instant: InstantReader,
  numbers?: NumberFormat,
  isMinor = false,
): ValueReader {
  if (typeof type === 'object') {
    const allowed = new Set(type.oneOf);
    return (text) =>
      allowed.has(text) ? { value: text } : { problem: `${quoted(text)} is not one of ${type.oneOf.join(', ')}` };
  }
  switch (type) {
    case 'text':
      return readText;
    case 'instant':
      return instant;
    case 'integer':
      return formatted(readInteger, numbers, isMinor);
    case 'decimal':
      return formatted(readDecimal, numbers, false);
    case 'boolean':
      return readBoolean;
  }
}

function formatted(read: ValueReader, numbers: NumberFormat | undefined, isMinor: boolean): ValueReader {
  if (!numbers) return read;
  const plain = numberText(numbers);
  const digits = isMinor ? numbers.minorDigits : undefined;
  return (text) => {
    const number = plain(text);
    if ('problem' in number) return number;
    const whole = digits === undefined ? number : minorText(number.value, digits);
    return 'problem' in whole ? whole : read(whole.value);
  };
}

function readText(text: string): Reading<string> {
  return text.includes('\0') ? { problem: `${quoted(text)} holds a NUL character` } : { value: text };
}

// Spreadsheets and data frames write whole numbers as 3.0 once a column has had a gap.
function readInteger(text: string): Reading<number> {
  const digits = /^([+-]?\d{1,20})(?:\.0{1,10})?$/.exec(text)?.[1];
  if (digits === undefined) return { problem: `${quoted(text)} is not a whole number` };
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return { problem: `${quoted(text)} is too large for a whole number` };
  return { value: value === 0 ? 0 : value };
}

/** Decimals stay text, so that no digit is lost on the way. */
export function readDecimal(text: string): Reading<string> {
  const match = /^([+-]?)0*(\d{1,30})(\.\d{1,20})?$/.exec(text);
  if (!match) return { problem: `${quoted(text)} is not a decimal number such as 1234.56` };
  const digits = `${match[2] ?? ''}${match[3] ?? ''}`;
  return { value: match[1] === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits };
}

function readBoolean(text: string): Reading<boolean> {
  const lower = text.toLowerCase();
  if (yes.has(lower)) return { value: true };
  if (no.has(lower)) return { value: false };
  return { problem: `${quoted(text)} is neither true nor false` };
}
