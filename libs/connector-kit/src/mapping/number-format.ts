import { z } from 'zod';
import { quoted, type Reading } from './reading.js';

/** Marks between thousands, each with what else is written in its place: blanks that do not break, and the typographic apostrophe. */
const groups = { '.': '.', ',': ',', ' ': ' \u00a0\u202f\u2009', "'": "'\u2019" } as const;

/**
 * How the numbers of a file are written. Without it they are digits with a point, and nothing else. `currency` names the signs of the one currency that
 * the numbers are in; `minorDigits` says that amounts are whole units with so many decimals, for fields that count minor units.
 */
export const numberFormat = z
  .strictObject({
    decimal: z.enum(['.', ','], { error: 'must be "." or ","' }).default('.'),
    group: z.enum(['.', ',', ' ', "'"], { error: 'must be ".", ",", a blank or "\'"' }).optional(),
    currency: z
      .array(
        z
          .string()
          .regex(
            /^[^\d\s.,'+\-\u2019]{1,5}$/u,
            'must be a sign or a name of one to five characters, such as "€" or "EUR"',
          ),
      )
      .max(10)
      .default([]),
    minorDigits: z.number().int().min(0).max(4).optional(),
  })
  .refine(({ decimal, group }) => decimal !== group, {
    message: 'must be another mark than that of the decimals',
    path: ['group'],
  });
export type NumberFormat = z.output<typeof numberFormat>;

/**
 * Reads a number as the format says it is written, and answers it as digits with a point. Thousands come in threes or not at all; whatever fits no rule is a
 * problem, for "1.234" is a thousand to one and little more than one to another.
 */
export function numberText(format: NumberFormat): (text: string) => Reading<string> {
  const { decimal, group, currency } = format;
  const sign = '[+\\-\u2212]?';
  const signs = [...currency].sort((a, b) => b.length - a.length).map(escaped);
  const unit = signs.length ? `(?:${signs.join('|')})` : '(?!)';
  const mark = group && `[${groups[group]}]`;
  const whole = mark ? `\\d{1,3}(?<mark>${mark})\\d{3}(?:\\k<mark>\\d{3})*|\\d{1,30}` : '\\d{1,30}';
  const written = new RegExp(
    `^(?<first>${sign})(?<before>${unit}\\s?)?(?<second>${sign})(?<whole>${whole})(?:${escaped(decimal)}(?<part>\\d{1,20}))?(?<after>\\s?${unit})?$`,
    'u',
  );
  const example = exampleOf(format);
  return (text) => {
    const found = written.exec(text)?.groups;
    const isTwice = found && ((found.first && found.second) || (found.before && found.after));
    if (!found || isTwice)
      return {
        problem: `${quoted(text)} is not a number as the mapping says that they are written, such as ${example}`,
      };
    const minus = `${found.first ?? ''}${found.second ?? ''}`;
    const digits = (found.whole ?? '').replace(/\D/g, '');
    return {
      value: `${minus === '' || minus === '+' ? '' : '-'}${digits}${found.part === undefined ? '' : `.${found.part}`}`,
    };
  };
}

/** Whole units as minor ones, exactly: 12.3 with two digits is 1230. */
export function minorText(text: string, digits: number): Reading<string> {
  const [whole = '', part = ''] = text.split('.');
  const rest = part.slice(digits);
  if (/[1-9]/.test(rest)) return { problem: `${quoted(text)} has more decimals than the ${digits} of its currency` };
  return { value: `${whole}${part.slice(0, digits).padEnd(digits, '0')}` };
}

function exampleOf({ decimal, group, currency: [sign] }: NumberFormat): string {
  return `"${sign === undefined ? '' : `${sign} `}1${group ?? ''}234${decimal}56"`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
