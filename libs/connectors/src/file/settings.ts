import { setting } from '@tandem/connector-kit/settings/setting-fields';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { mapping } from '@tandem/connector-kit/mapping/mapping';
import { mappingIssues } from '@tandem/connector-kit/mapping/mapping-issues';

const localDate = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid,
    'must be a date such as 2016-05-02',
  );

const location = z
  .strictObject({
    /** A file, a directory, or several files by `*` and `?`; relative to the base directory, or absolute. */
    path: setting(z.string().min(1).max(1000), {
      label: 'Path on the server',
      help: 'A file, a directory, or several files by * and ?. Leave it empty for uploads and web addresses.',
      example: 'exports/*.csv.gz',
    }).optional(),
    /** What people upload to this connection. */
    upload: setting(z.literal(true), { label: 'Files that people upload here' }).optional(),
    url: setting(z.string().max(2000), {
      label: 'Web address',
      help: 'It is shown to people, so it must hold no password.',
      example: 'https://example.org/data.csv',
    }).optional(),
  })
  .superRefine((given, context) => {
    const present = [given.path, given.upload, given.url].filter((value) => value !== undefined);
    if (present.length !== 1) {
      context.addIssue({ code: 'custom', message: 'must have exactly one of "path", "upload" and "url"' });
    }
    const problem = given.url === undefined ? null : urlProblem(given.url);
    if (problem) context.addIssue({ code: 'custom', path: ['url'], message: problem });
  });

export const fileSettings = z
  .strictObject({
    location,
    /** Guessed from the name when left out. */
    format: setting(z.enum(['csv', 'jsonl'], { error: 'must be "csv" or "jsonl" (one JSON object a line)' }), {
      label: 'Format',
      help: 'Told by the name of the file when left out.',
    }).optional(),
    encoding: setting(
      z
        .enum(['utf-8', 'windows-1252', 'utf-16le', 'latin1'], {
          error: 'must be one of utf-8, windows-1252, utf-16le, latin1',
        })
        .default('utf-8'),
      { label: 'Encoding' },
    ),
    delimiter: setting(
      z
        .string()
        .regex(/^[\t!-~]$/, 'must be one ASCII character such as ";"')
        .regex(/^[^"A-Za-z0-9]$/, 'must be neither a quote nor a letter or digit'),
      { label: 'Delimiter', help: 'A comma when left out.', example: ';' },
    ).optional(),
    mappings: setting(z.array(mapping).min(1).max(20), {
      label: 'What a row means',
      help: 'Which columns become which fields. Look for the choices to begin with one that was made from your columns.',
      discovered: true,
    }),
    /** Moves every instant forward by whole weeks, knownAt and versions too, so that a recorded past can be shown as the present. */
    shiftWeeks: setting(z.number().int().min(-5000).max(5000).default(0), {
      label: 'Weeks to move every time by',
      help: 'Only to show a recorded past as the present.',
    }),
    origin: z
      .strictObject({
        title: setting(z.string().min(1), { label: 'Origin: title', help: 'For data of others, shown beside it.' }),
        licence: setting(z.string().min(1), { label: 'Origin: licence' }),
        url: setting(z.url({ protocol: /^https?$/ }).nullable(), { label: 'Origin: address' }).optional(),
      })
      .optional(),
    /** Local dates of the mapping's zone before any shift, half-open: `to` is the first day that is not covered. */
    coverage: z
      .strictObject({
        from: setting(localDate, { label: 'Covers days from', help: 'Told by the rows when left out.' }).optional(),
        to: setting(localDate, { label: 'Covers days before', help: 'The first day that is not covered.' }).optional(),
      })
      .optional(),
  })
  .superRefine((given, context) => {
    for (const issue of mappingIssues(given.mappings)) {
      context.addIssue({ code: 'custom', path: ['mappings', ...issue.path], message: issue.message });
    }
    if (given.format === 'jsonl' && given.delimiter !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['delimiter'],
        message: 'contradicts "format": JSON lines have no delimiter',
      });
    }
    const { from, to } = given.coverage ?? {};
    if (from !== undefined && to !== undefined && from >= to) {
      context.addIssue({
        code: 'custom',
        path: ['coverage', 'to'],
        message: 'must be later than "from": it is the first day not covered',
      });
    }
  });

export type FileSettings = z.output<typeof fileSettings>;

function urlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'must be an address such as https://example.org/data.csv';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user name or password: settings are shown to people';
  return null;
}
