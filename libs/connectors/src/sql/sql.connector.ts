import { defineConnector, type CheckResult, type Page, type ReadContext } from '@tandem/connector-kit/connector';
import { guardedAddress } from '@tandem/connector-kit/guarded-address';
import { rawRows } from '@tandem/connector-kit/http/raw-rows';
import { cellsIn, columnsIn, mappingChoices } from '@tandem/connector-kit/mapping/mapping-choices';
import { mainStream, mappingSettings } from '@tandem/connector-kit/mapping/mapping-settings';
import { objectMapper } from '@tandem/connector-kit/mapping/object-mapper';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { openMySql } from './my-sql.js';
import { openPostgres } from './postgres.js';
import { sqlFailure } from './sql-failure.js';
import { namedQuery, type SqlSource } from './sql-source.js';

const dayMs = 86_400_000;
const stream = 'query';

export const sqlSettings = z.strictObject({
  engine: setting(z.enum(['postgresql', 'mysql']), {
    label: 'Kind of database',
    help: '"mysql" stands for MySQL and MariaDB.',
  }),
  host: hostSetting(
    z
      .string()
      .min(1)
      .max(255)
      .regex(/^[\w.:-]+$/, 'must be a name or an address'),
    {
      label: 'Host',
      example: 'reports.example.org',
    },
  ),
  port: hostSetting(z.number().int().min(1).max(65_535).optional(), { label: 'Port', help: 'Left out: 5432 or 3306.' }),
  database: setting(z.string().min(1).max(100), { label: 'Database' }),
  user: setting(z.string().min(1).max(100), { label: 'User', help: 'One that may only read.' }),
  password: secretSetting(z.string().max(1000), { label: 'Password' }),
  encryption: setting(z.enum(['verified', 'unverified', 'none']).default('verified'), {
    label: 'Encryption',
    help: 'By TLS, with a certificate that is checked, one that is not, or without.',
  }),
  query: setting(z.string().min(1).max(20_000), {
    label: 'Query',
    help: 'One select. ":from" and ":to" stand for the time that is read; without them everything is read each time.',
    example: 'select id, service, opened_at, closed_at from incidents where changed_at >= :from and changed_at < :to',
  }),
  lookBackDays: setting(z.number().min(0).max(3650).default(3), {
    label: 'Days that are read again',
    help: 'Rows that appear or change later than this after their time are missed.',
  }),
  historyDays: setting(z.number().int().min(1).max(36_500).default(365), {
    label: 'Days of history at the first sync',
  }),
  mappings: mappingSettings,
});
export type SqlSettings = z.output<typeof sqlSettings>;

const kept = z.object({ readTo: z.string() });

/** The rows of a query of PostgreSQL, MySQL or MariaDB. */
export const sqlConnector = defineConnector<SqlSettings>({
  id: 'sql',
  title: 'Database query (PostgreSQL, MySQL, MariaDB)',
  settings: sqlSettings,
  streams: [{ name: stream, title: 'Query', delivers: [] }],
  location: ({ engine, host, database }) => `${engine} ${database} on ${host}`,
  contacts: ({ host, port, engine }) => [`http://${host.includes(':') ? `[${host}]` : host}:${portOf(engine, port)}/`],
  check: checkQuery,
  discover: async (settings, context) => {
    const rows = await firstRows(settings, context);
    const columns = columnsIn(rows);
    return [mappingChoices(columns, 'The query gives no rows.', cellsIn(rows, columns))];
  },
  read: readQuery,
  replay: (settings, { rows }) => {
    const { keys: _, ...made } = objectMapper(settings.mappings, originOf(settings))(rows.map(({ row }) => row));
    return made;
  },
});

async function* readQuery(settings: SqlSettings, context: ReadContext): AsyncGenerator<Page> {
  const source = await open(settings, context);
  try {
    const delivers = mainStream(settings.mappings);
    const map = objectMapper(settings.mappings, originOf(settings));
    const to = context.window?.to ?? (await source.now());
    const state = kept.safeParse(context.states?.find((one) => one.stream === stream)?.state).data;
    const from = context.window?.from ?? fromOf(settings, state?.readTo, to);
    const query = namedQuery(settings.query, { from, to });
    for await (const rows of source.rows(query, context.signal)) {
      context.signal.throwIfAborted();
      const { keys, ...made } = map(rows);
      const raw = { stream, partition: '', delivers, rows: rawRows(rows, keys) };
      yield { ...made, raw, cursor: null, progress: null };
    }
    yield {
      records: [],
      rejected: [],
      filteredOut: 0,
      cursor: null,
      progress: 1,
      coverage: query.isWindowed ? coverageOf(settings, from, to) : {},
      ...(context.window ? {} : { states: [{ stream, partition: '', state: { readTo: to } }] }),
    };
  } catch (error) {
    throw sqlFailure(error, settings);
  } finally {
    await source.close();
  }
}

async function firstRows(settings: SqlSettings, context: ReadContext): Promise<readonly object[]> {
  const source = await open(settings, context);
  try {
    const to = await source.now();
    const query = namedQuery(settings.query, { from: fromOf(settings, undefined, to), to });
    for await (const rows of source.rows(query, context.signal)) return rows;
    return [];
  } catch (error) {
    throw sqlFailure(error, settings);
  } finally {
    await source.close();
  }
}

async function checkQuery(settings: SqlSettings, context: ReadContext): Promise<CheckResult> {
  let source: SqlSource | null = null;
  try {
    source = await open(settings, context);
    const to = await source.now();
    const query = namedQuery(settings.query, { from: fromOf(settings, undefined, to), to });
    for await (const rows of source.rows(query, context.signal)) {
      const { records, rejected, filteredOut } = objectMapper(settings.mappings, 'query')(rows);
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      const found = `The query gives the columns ${columns}. Its first ${rows.length} rows give: ${records.length} records, ${rejected.length} to quarantine, ${filteredOut} left out by "where".`;
      const reasons = rejected.slice(0, 2).map(({ reason }) => reason);
      const tried = { rows: rows.length, records: records.length, leftOut: filteredOut, rejected };
      return { ok: true, findings: [found, ...reasons], records: records.slice(0, 5), tried };
    }
    return { ok: true, findings: ['The query can be run; it gives no rows.'], records: [] };
  } catch (error) {
    const { message, hint } = sqlFailure(error, settings);
    return { ok: false, findings: [message, hint] };
  } finally {
    await source?.close();
  }
}

async function open(settings: SqlSettings, context: ReadContext): Promise<SqlSource> {
  const { engine, host, port } = settings;
  try {
    const address = await guardedAddress(host, context.allowPrivateAddresses ?? false);
    const at = { address, port: portOf(engine, port) };
    return await (engine === 'postgresql' ? openPostgres(settings, at) : openMySql(settings, at));
  } catch (error) {
    throw sqlFailure(error, settings);
  }
}

function originOf({ database }: SqlSettings): string {
  return `${database} query`;
}

function portOf(engine: SqlSettings['engine'], port: number | undefined): number {
  return port ?? (engine === 'postgresql' ? 5432 : 3306);
}

function fromOf({ lookBackDays, historyDays }: SqlSettings, readTo: string | undefined, to: string): string {
  const days = readTo === undefined ? historyDays : lookBackDays;
  return new Date(Date.parse(readTo ?? to) - days * dayMs).toISOString();
}

function coverageOf({ mappings }: SqlSettings, from: string, to: string): NonNullable<Page['coverage']> {
  return Object.fromEntries(mappings.map((mapping) => [mapping.stream, { from, to }]));
}
