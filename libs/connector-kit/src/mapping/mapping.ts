import { dimensionNameFault } from '@tandem/domain/record/dimension-name';
import { streamNames } from '@tandem/domain/record/streams';
import { z } from 'zod';
import { numberFormat } from './number-format.js';

/** How one row becomes one canonical record. Declarative and total: no expression is evaluated, no pattern is run. */

const columnName = z.string().min(1, 'must name a column').max(200);
const scalar = z.union([z.string().max(1000), z.number(), z.boolean()], {
  error: 'must be text, a number, true or false',
});

const cellCondition = z.union(
  [
    scalar,
    z.array(scalar).min(1),
    z.strictObject({ not: z.array(scalar).min(1) }),
    z.strictObject({ present: z.boolean() }),
  ],
  { error: 'must be a value, a list of values, { not: [values] } or { present: true or false }' },
);
export const rowCondition = z.record(columnName, cellCondition);

const origins = {
  column: columnName.optional(),
  constant: scalar.optional(),
  /** Text with columns in braces: `{year}-{month}-{day}`. */
  template: z.string().min(1).max(1000).optional(),
};

const sourceCase = z.strictObject({ where: rowCondition, ...origins }).superRefine((given, context) => {
  refuseUnlessOne(given, ['column', 'constant', 'template'], context);
});

/**
 * Where a value comes from. A plain column name stands for `{ column: name }`. An empty cell gives no value, and so does a row that
 * does not meet `where`. What `values` and `cases` do not foresee sends the row to quarantine, unless `otherwise` says what it means
 * (`null`: no value).
 */
export const valueSource = z.preprocess(
  (given) => (typeof given === 'string' ? { column: given } : given),
  z
    .strictObject({
      ...origins,
      cases: z.array(sourceCase).min(1).max(50).optional(),
      /** Meaning of each text of the column. */
      values: z.record(z.string().max(1000), scalar).optional(),
      otherwise: scalar.nullable().optional(),
      /** The value counts only in rows that meet this. */
      where: rowCondition.optional(),
      /** Replaces the mapping's date format for this value. */
      dateFormat: z.string().optional(),
      /** Replaces the mapping's number format for this value. */
      numberFormat: numberFormat.optional(),
    })
    .superRefine((given, context) => {
      refuseUnlessOne(given, ['column', 'constant', 'template', 'cases'], context);
      if (given.values && given.column === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['values'],
          message: 'translates the texts of a column: name the column too',
        });
      }
      if (given.otherwise !== undefined && !given.values && !given.cases) {
        context.addIssue({
          code: 'custom',
          path: ['otherwise'],
          message: 'only has a meaning beside "values" or "cases"',
        });
      }
    }),
);

const dimensionName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,62}$/,
    'must begin with a letter and hold only letters, digits, "_" and "-" (at most 63)',
  )
  .refine((name) => dimensionNameFault(name) === null, 'must be another name: this one belongs to the language');

const naturalKey = z
  .strictObject({
    columns: z.array(columnName).min(1).max(20).optional(),
    /** For rows without an id: what the row says, and which of the equal rows it is. */
    contentAndOccurrence: z.literal(true).optional(),
    /** Keeps the records of two mappings apart that read the same rows into the same stream. */
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be 1 to 40 letters, digits, "_" or "-"')
      .optional(),
  })
  .superRefine((given, context) => {
    refuseUnlessOne(given, ['columns', 'contentAndOccurrence'], context);
  });

const versionPart = z
  .strictObject({ instant: columnName.optional(), integer: columnName.optional() })
  .superRefine((given, context) => {
    refuseUnlessOne(given, ['instant', 'integer'], context);
  });

export const mapping = z.strictObject({
  stream: z.enum(streamNames, { error: `must be one of the streams ${streamNames.join(', ')}` }),
  /** Rows that do not meet this are left out on purpose, and counted. */
  where: rowCondition.optional(),
  /** Rows that meet this say that the record of their key was deleted. */
  gone: rowCondition.optional(),
  dateFormat: z.string().default('ISO'),
  /** How numbers are written; left out: digits with a point. */
  numberFormat: numberFormat.optional(),
  /** IANA zone of times that do not name an offset themselves. */
  zone: z.string().default('UTC'),
  /** Texts that mean "not known", beside the empty cell. */
  emptyValues: z.array(z.string().max(100)).max(50).default([]),
  fields: z.record(z.string(), valueSource),
  dimensions: z.record(dimensionName, valueSource).default({}),
  naturalKey,
  /** Orders the versions of one record, most significant part first. Left out: the later arrival is the later version. */
  version: z.array(versionPart).min(1).max(5).optional(),
  /** When the source itself knew this version: only for a replay of history. */
  knownAt: valueSource.optional(),
});

export type Mapping = z.output<typeof mapping>;
export type ValueSource = z.output<typeof valueSource>;
export type SourceCase = z.output<typeof sourceCase>;
export type Scalar = z.output<typeof scalar>;

function refuseUnlessOne(given: object, keys: readonly string[], context: z.RefinementCtx): void {
  const present = keys.filter((key) => Reflect.get(given, key) !== undefined);
  if (present.length === 1) return;
  const [first] = present;
  const list = keys.map((key) => `"${key}"`).join(', ');
  context.addIssue({
    code: 'custom',
    path: present.slice(1, 2),
    message: first === undefined ? `must have one of ${list}` : `contradicts "${first}": give only one of ${list}`,
  });
}

/** Columns in a template, in order, and the text around them; null when a brace is left open or a name is empty. */
export function templateParts(
  template: string,
): readonly ({ readonly text: string } | { readonly column: string })[] | null {
  const parts: ({ text: string } | { column: string })[] = [];
  for (const [index, piece] of template.split('{').entries()) {
    if (index === 0) {
      if (piece.includes('}')) return null;
      if (piece !== '') parts.push({ text: piece });
      continue;
    }
    const close = piece.indexOf('}');
    if (close < 1 || piece.indexOf('}', close + 1) >= 0) return null;
    parts.push({ column: piece.slice(0, close) });
    if (close + 1 < piece.length) parts.push({ text: piece.slice(close + 1) });
  }
  return parts.some((part) => 'column' in part) ? parts : null;
}
