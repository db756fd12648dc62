import { z } from 'zod';
import { identifier } from './common.js';

/** A setting as a form shows it; `path` joins the names of nested settings with dots. */
export const settingField = z
  .strictObject({
    path: z.string(),
    label: z.string(),
    help: z.string().nullable(),
    example: z.string().nullable(),
    /** `structure` is written as JSON. */
    kind: z.enum(['text', 'secret', 'number', 'flag', 'choice', 'texts', 'structure']),
    required: z.boolean(),
    /** What holds when it is left out. */
    standard: z.unknown(),
    choices: z.array(z.string()).nullable(),
    /** The source can be asked what there is to choose. */
    discovered: z.boolean(),
    /** Whoever changes it gives the secrets again. */
    host: z.boolean(),
    /** It is only asked for where another setting, by its path, is one of these; null: always. */
    onlyWith: z.strictObject({ field: z.string(), is: z.array(z.string()) }).nullable(),
  })
  .meta({ id: 'SettingField' });

export const connectorKind = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    /** Others send to it: nothing is read. */
    isPushed: z.boolean(),
    /** It can read files that people upload. */
    takesFiles: z.boolean(),
    canDiscover: z.boolean(),
    fields: z.array(settingField),
  })
  .meta({ id: 'ConnectorKind', description: 'A kind of source, with the form of its settings' });
export const connectorList = z.strictObject({ connectors: z.array(connectorKind) }).meta({ id: 'ConnectorList' });

/** The first rows as they came, for whoever says what a row means. */
const sampleRows = z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) });

/** What the first rows became: how many records, and which were refused, gathered by stream and field. */
const triedRows = z.strictObject({
  rows: z.number().int(),
  records: z.number().int(),
  /** Left out on purpose by a filter. */
  leftOut: z.number().int(),
  refusedRows: z.number().int(),
  refused: z.array(
    z.strictObject({
      stream: z.string(),
      field: z.string().nullable(),
      count: z.number().int(),
      /** Of the first of them. */
      line: z.number().int(),
      reason: z.string(),
    }),
  ),
});

const settings = z.record(z.string().min(1).max(200), z.json());

export const tryBody = z.strictObject({
  settings,
  /** Of a source that there is already: secrets that are `unchanged` are the stored ones. */
  source: identifier.optional(),
  /** The beginning of a file that would be uploaded, for sources that read uploads. */
  sample: z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(200_000) }).optional(),
});

/** A record that would come. */
export const previewRecord = z.strictObject({
  stream: z.string(),
  key: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  dimensions: z.record(z.string(), z.string()),
});
export const checkAnswer = z
  .strictObject({
    ok: z.boolean(),
    findings: z.array(z.string()),
    records: z.array(previewRecord),
    /** null where the source maps no rows. */
    tried: triedRows.nullable(),
  })
  .meta({ id: 'CheckAnswer', description: 'What could be read with these settings, or why not; nothing is kept' });

export const discoverAnswer = z
  .strictObject({
    choices: z.array(
      z.strictObject({
        field: z.string(),
        /** For a `structure` the value is its JSON. */
        choices: z.array(z.strictObject({ value: z.string(), label: z.string() })),
        note: z.string().nullable(),
      }),
    ),
    /** null where the source has no rows of its own to map. */
    sample: sampleRows.nullable(),
  })
  .meta({ id: 'DiscoverAnswer' });

const duration = z.string().regex(/^\d{1,6}(m|h|d|w)$/, 'must be a duration such as 15m, 6h or 7d');
const sourceSettingFields = {
  name: z.string().trim().min(1, 'Give it a name').max(200),
  settings,
  expectedEvery: duration.describe('How often new data is expected; older than twice this is stale.'),
  /** null: only on request. */
  syncEvery: duration.nullable(),
};
export const connectBody = z.strictObject({
  id: identifier,
  connector: z.string().min(1).max(100),
  ...sourceSettingFields,
});
export const changeBody = z.strictObject(sourceSettingFields);
export const connected = z.strictObject({ id: z.string() }).meta({ id: 'Connected' });

export const sourceSettings = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    connector: z.string(),
    /** The word `unchanged` stands for each stored secret. */
    settings: z.record(z.string(), z.json()),
    expectedEvery: z.string(),
    syncEvery: z.string().nullable(),
  })
  .meta({ id: 'SourceSettings' });

/** New secrets by their place in the settings, such as `token`. */
export const credentialsBody = z.strictObject({
  secrets: z
    .record(z.string().min(1).max(200), z.string().min(1).max(20_000))
    .refine((given) => Object.keys(given).length > 0, 'Give at least one secret'),
});

export type SettingField = z.infer<typeof settingField>;
export type ConnectorKind = z.infer<typeof connectorKind>;
export type ConnectorList = z.infer<typeof connectorList>;
export type TryBody = z.infer<typeof tryBody>;
export type CheckAnswer = z.infer<typeof checkAnswer>;
export type DiscoverAnswer = z.infer<typeof discoverAnswer>;
export type ConnectBody = z.infer<typeof connectBody>;
export type ChangeBody = z.infer<typeof changeBody>;
export type Connected = z.infer<typeof connected>;
export type SourceSettings = z.infer<typeof sourceSettings>;
export type CredentialsBody = z.infer<typeof credentialsBody>;
