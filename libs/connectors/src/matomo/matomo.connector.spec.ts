import { readFileSync } from 'node:fs';
import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import { matomoConnector, matomoSettings, type MatomoSettings } from './matomo.connector.js';
import { goalRow, normalizeGoal, normalizeVisits, rowsOfReport, visitRow } from './matomo.normalize.js';

const recorded = z
  .object({ visits: z.json(), channels: z.json(), orders: z.json(), error: z.json() })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const token = 'token-of-the-trial';
const timeZone = 'Europe/Berlin';
const dates = new Intl.DateTimeFormat('sv', { timeZone });
const dateOf = (at: Date) => dates.format(at);
const asked = z.object({
  token_auth: z.string(),
  idSite: z.literal('1'),
  period: z.literal('day'),
  date: z.string().regex(/^\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d$/),
  filter_limit: z.literal('-1'),
});
const text = (row: VendorRow, field: string) => textOf(row[field]);

const stub: VendorStub<MatomoSettings> = {
  connector: matomoConnector,
  stream: 'visits',
  pageSize: 400,
  settings: (origin) => ({ url: origin, token, site: '1', timeZone, slice: 'channel' }),
  row: (index, at) => ({ date: dateOf(at), label: `Channel ${String(index).padStart(5, '0')}`, nb_visits: 10 + index }),
  change: (row) => ({ ...row, nb_visits: numberOf(row.nb_visits) + 1 }),
  keysOf: (row) => [`${text(row, 'date')}/visit/session/channel=${encodeURIComponent(text(row, 'label'))}`],
  neededField: 'nb_visits',
  errorBody: () => ({ result: 'error', message: 'refused' }),
  answer: ({ method, path, query, body }, world) => {
    if (path !== '/index.php' || method !== 'POST' || query.get('module') !== 'API') return null;
    if (query.has('token_auth')) return { body: { result: 'error', message: 'A token in an address is not secure.' } };
    const question = asked.parse(body);
    if (question.token_auth !== token) return { body: recorded.error };
    if (query.get('method') !== 'Referrers.getReferrerType') return null;
    const [from = '', to = ''] = question.date.split(',');
    const wanted = world.rows.filter((row) => text(row, 'date') >= from && text(row, 'date') <= to);
    const days = new Map<string, VendorRow[]>([
      [from, []],
      [to, []],
    ]);
    for (const { date, ...row } of world.slice(wanted, 0, wanted.length)) {
      const day = textOf(date);
      days.set(day, [...(days.get(day) ?? []), row]);
    }
    return { body: Object.fromEntries(days) };
  },
};

describe('the Matomo connector', () => {
  // One answer holds all days, so there are no pages in which anything could move.
  const ofPages = ['over several pages', 'goes on after any page', 'while it was reading'];
  const cases = vendorSuite(stub).filter(({ title }) => !ofPages.some((words) => title.includes(words)));
  for (const { title, run } of cases) it(title, run);

  it('takes a refusal that comes as a success for one, and not for an empty site', () =>
    Trial.of({ ...stub, answer: () => ({ body: recorded.error }) }, async (trial) => {
      expect(await trial.sync()).toMatchObject({ code: 'accessDenied', action: 'configuration' });
      expect(trial.states.size).toBe(0);
    }));

  it('sends the token in the body, and days of the zone of the site', () => {
    const settings = matomoSettings.parse({
      url: 'https://stats.example.org/',
      token,
      site: '1',
      timeZone,
      goals: ['3'],
    });
    const [visits, goals] = matomoConnector.declaration.streams;
    const reading = { settings, from: '2026-02-28T23:30:00.000Z', to: '2026-03-02T10:00:00.000Z', after: null };
    const request = visits?.request({ ...reading, partition: 'visit' });
    expect(JSON.stringify(request?.query)).not.toContain(token);
    expect(request?.form).toMatchObject({ token_auth: token, date: '2026-03-01,2026-03-02' });
    expect(goals?.request({ ...reading, partition: '3' })).toMatchObject({
      query: { method: 'Goals.get' },
      form: { idGoal: '3' },
    });
    expect(matomoConnector.declaration.baseUrl(settings)).toBe('https://stats.example.org');
  });

  it('asks for visits of goals by segment only where they are sliced', async () => {
    const [visits] = matomoConnector.declaration.streams;
    const partitionsOf = (slice: string) => {
      const settings = matomoSettings.parse({
        url: 'https://a.example',
        token,
        site: '1',
        timeZone,
        goals: ['3'],
        slice,
      });
      return visits?.partitions?.(settings, () => Promise.reject(new Error('asks nothing')));
    };
    expect(await partitionsOf('none')).toEqual(['visit']);
    expect(await partitionsOf('device')).toEqual(['visit', '3']);
  });

  it('offers the sites that the token may see', () =>
    Trial.of(
      {
        ...stub,
        answer: (request, world) =>
          request.query.get('method') === 'SitesManager.getSitesWithAtLeastViewAccess'
            ? { body: [{ idsite: '1', name: 'Shop', timezone: timeZone }] }
            : stub.answer(request, world),
      },
      async (trial) => {
        expect(await matomoConnector.discover?.(trial.settings(), trial.context())).toEqual([
          { field: 'site', choices: [{ value: '1', label: 'Shop (Europe/Berlin)' }], note: null },
        ]);
      },
    ));
});

describe('a report of Matomo', () => {
  const settings = (slice: string) =>
    matomoSettings.parse({ url: 'https://stats.example.org', token, site: '1', timeZone, currency: 'EUR', slice });
  const about = (partition: string, slice = 'none') => ({ settings: settings(slice), partition });

  it('has no row for an empty day, nor for a site without any visit', () => {
    expect(rowsOfReport(recorded.visits).map(({ date }) => date)).toEqual(['2026-03-28']);
    expect(rowsOfReport([])).toEqual([]);
    expect(() => rowsOfReport({ value: 7 })).toThrow();
  });

  it('gives visits, and the visitors of whole days only', () => {
    const [row] = rowsOfReport(recorded.visits);
    const made = normalizeVisits(visitRow.parse(row), about('visit')).records;
    expect(made.map(({ key, fields }) => [key, fields.count])).toEqual([
      ['2026-03-28/visit/session', 100],
      ['2026-03-28/visit/user', 80],
    ]);
    const sliced = rowsOfReport(recorded.channels).flatMap(
      (each) => normalizeVisits(visitRow.parse(each), about('visit', 'channel')).records,
    );
    expect(sliced.map(({ fields, dimensions }) => [fields.entity, fields.count, dimensions])).toEqual([
      ['session', 60, { channel: 'Direct Entry' }],
      ['session', 40, { channel: 'Search Engines' }],
    ]);
  });

  it('gives what a goal brought in, in minor units, on a day of 23 hours', () => {
    const [row] = rowsOfReport(recorded.orders);
    const day = { periodStart: '2026-03-28T23:00:00.000Z', periodEnd: '2026-03-29T22:00:00.000Z' };
    const step = 'goal-ecommerceOrder';
    expect(normalizeGoal(goalRow.parse(row), about('ecommerceOrder')).records.map(({ fields }) => fields)).toEqual([
      { ...day, step, entity: 'session', count: 7 },
      { ...day, step, entity: 'event', count: 8, revenueMinor: 41_230, currency: 'EUR' },
    ]);
    // Sliced visits come from their own report; counted here as well they would be counted twice.
    expect(normalizeGoal(goalRow.parse(row), about('ecommerceOrder', 'device')).records).toHaveLength(1);
  });

  it('is not taken with a rate where a count should be', () => {
    for (const visits of ['12%', '', null, 1.5])
      expect(visitRow.safeParse({ date: '2026-03-28', nb_visits: visits }).success).toBe(false);
  });
});
