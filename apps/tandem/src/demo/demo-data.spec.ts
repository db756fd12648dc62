import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from '@tandem/connector-kit/connector';
import { connectorOf } from '@tandem/connectors/registry';

const demo = fileURLToPath(new URL('../../demo', import.meta.url));
// The API's package owns the YAML library.
const yaml = createRequire(new URL('../../../api/package.json', import.meta.url))('yaml') as {
  parse(text: string): unknown;
};
const { connections } = yaml.parse(readFileSync(`${demo}/connections.yaml`, 'utf8')) as {
  connections: readonly { readonly id: string; readonly connector: string; readonly settings: object }[];
};

async function pagesOf(id: string, changed: object = {}): Promise<Page[]> {
  const connection = connections.find((candidate) => candidate.id === id);
  if (!connection) throw new Error(`connections.yaml has no ${id}`);
  const connector = connectorOf(connection.connector);
  const settings = connector.settings.parse({ ...connection.settings, ...changed });
  const context = { cursor: null, signal: new AbortController().signal, uploadDirectory: demo, baseDirectory: demo };
  const pages: Page[] = [];
  for await (const page of connector.read(settings, context)) pages.push(page);
  return pages;
}

function summary(pages: readonly Page[], by: string) {
  const records = pages.flatMap((page) => page.records);
  const counts: Record<string, number> = {};
  for (const record of records) {
    const value = String(record.fields[by] ?? 'absent');
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return {
    records: records.length,
    keys: new Set(records.map((record) => record.naturalKey)).size,
    rejected: pages.flatMap((page) => page.rejected).length,
    filteredOut: pages.reduce((sum, page) => sum + page.filteredOut, 0),
    counts,
  };
}

describe('the demo data, read through its connections', () => {
  it('holds every version of every incident', async () => {
    const pages = await pagesOf('servicenow');
    expect(summary(pages, 'measure')).toEqual({
      records: 94_074,
      keys: 17_136,
      rejected: 0,
      filteredOut: 0,
      counts: { resolution: 94_074 },
    });
    const latest = new Map<string, { version: string; state: unknown; stopped: boolean }>();
    for (const { naturalKey, version = '', fields } of pages.flatMap((page) => page.records)) {
      const known = latest.get(naturalKey);
      if (!known || version >= known.version) {
        latest.set(naturalKey, { version, state: fields.state, stopped: fields.stoppedAt !== undefined });
      }
    }
    const last = [...latest.values()];
    expect(last.filter((cycle) => cycle.stopped)).toHaveLength(14_182);
    expect(last.filter((cycle) => cycle.state === 'met')).toHaveLength(8_451);
    expect(last.filter((cycle) => cycle.state === 'breached' && !cycle.stopped)).toHaveLength(1);
  });

  it('holds every booking, equal ones too, and those that were kept', async () => {
    const pages = await pagesOf('hotel-bookings');
    expect(summary(pages, 'step')).toEqual({
      records: 128_927,
      keys: 128_927,
      rejected: 0,
      filteredOut: 0,
      counts: { booked: 78_703, kept: 50_224 },
    });
    const inOctober = pages
      .flatMap((page) => page.records)
      .filter(({ fields }) => String(fields.periodStart).startsWith('2016-10'));
    expect(inOctober.filter(({ fields }) => fields.step === 'kept')).toHaveLength(3_689);
    expect(inOctober.filter(({ fields }) => fields.step === 'booked')).toHaveLength(6_203);
  });

  it('holds every release', async () => {
    expect(summary(await pagesOf('releases'), 'tier')).toEqual({
      records: 1_485,
      keys: 1_485,
      rejected: 0,
      filteredOut: 0,
      counts: { production: 1_282, staging: 203 },
    });
  });

  it('holds every change', async () => {
    expect(summary(await pagesOf('changes'), 'service')).toMatchObject({
      records: 22_364,
      keys: 22_364,
      rejected: 0,
      filteredOut: 0,
    });
  });

  it('leaves the enrolments of the last fourteen days absent', async () => {
    const records = (await pagesOf('funnel')).flatMap((page) => page.records);
    expect(records).toHaveLength(37);
    const known = records.filter(({ fields }) => fields.numerator !== undefined);
    const sum = (field: string) => known.reduce((total, { fields }) => total + Number(fields[field]), 0);
    expect([known.length, sum('numerator'), sum('denominator')]).toEqual([23, 3_785, 17_293]);
    expect(records.slice(-14).every(({ fields }) => fields.numerator === undefined)).toBe(true);
  });

  it('moves by whole weeks, with the time that it covers', async () => {
    const pages = await pagesOf('funnel', { shiftWeeks: 626 });
    expect(pages.at(-1)?.coverage).toEqual({
      measurement: { from: '2026-10-10T00:00:00.000Z', to: '2026-11-16T00:00:00.000Z' },
    });
    expect(pages.at(-1)?.records.at(-1)?.fields.periodStart).toBe('2026-11-15T00:00:00.000Z');
  });
});
