import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { textOf } from '@tandem/connector-kit/acceptance/stub-values';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { Ajv } from 'ajv';
import { z } from 'zod';
import {
  googleAnalyticsConnector,
  googleAnalyticsSettings,
  type GoogleAnalyticsSettings,
} from './google-analytics.connector.js';
import {
  normalizeSessions,
  normalizeUsers,
  noticesOfReport,
  rowsOfReport,
  sessionRow,
  userRow,
} from './google-analytics.normalize.js';

const recorded = z
  .object({
    runReportRequest: z.record(z.string(), z.json()),
    purchases: z.looseObject({ metadata: z.record(z.string(), z.json()) }),
    empty: z.json(),
  })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));
const isRunReportRequest = new Ajv({ allErrors: true }).compile(recorded.runReportRequest);

const property = '123456789';
const reportPath = `/v1beta/properties/${property}:runReport`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = JSON.stringify({
  type: 'service_account',
  client_email: 'tandem@project.iam.example',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  private_key_id: 'k1',
});
const timeZone = 'America/Los_Angeles';
const dates = new Intl.DateTimeFormat('sv', { timeZone });
const dateOf = (at: Date) => dates.format(at).replaceAll('-', '');

const asked = z.object({
  dateRanges: z.array(z.object({ startDate: z.string(), endDate: z.string() })).length(1),
  dimensions: z.array(z.object({ name: z.string() })),
  metrics: z.array(z.object({ name: z.string() })),
  limit: z.string(),
  offset: z.string(),
});

/** Checks the statement of the service account as Google does, and answers reports by header and row. */
function answerOf(metric: string): VendorStub<GoogleAnalyticsSettings>['answer'] {
  return (request, world) => {
    if (request.path === '/token') return tokenFor(request);
    if (request.headers.authorization !== 'Bearer token-of-the-trial') return { status: 401, body: { error: {} } };
    if (request.path !== reportPath || request.method !== 'POST') return null;
    const question = asked.parse(request.body);
    // The stub serves one of the two streams; the other finds a property without visitors.
    const rows = question.metrics.some(({ name }) => name === metric) ? world.rows : [];
    const [range] = question.dateRanges;
    const bound = (date = '') => date.replaceAll('-', '');
    const wanted = rows
      .filter((row) => text(row, 'date') >= bound(range?.startDate) && text(row, 'date') <= bound(range?.endDate))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return reportOf(question, world.slice(wanted, Number(question.offset), Number(question.limit)), wanted.length);
  };
}

function tokenFor({ body }: VendorRequest): VendorAnswer {
  const { assertion } = z.object({ assertion: z.string() }).parse(body);
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${claims}`),
    createPublicKey(privateKey),
    Buffer.from(signature, 'base64url'),
  );
  const { iss, scope } = z
    .object({ iss: z.string(), scope: z.string() })
    .parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  const isAllowed = isSigned && iss === 'tandem@project.iam.example' && scope.endsWith('/analytics.readonly');
  if (!isAllowed) return { status: 400, body: { error: 'invalid_grant' } };
  return { body: { access_token: 'token-of-the-trial', expires_in: 3600, token_type: 'Bearer' } };
}

function reportOf(question: z.output<typeof asked>, rows: readonly VendorRow[], rowCount: number): VendorAnswer {
  const isGiven = ({ name }: { readonly name: string }) => rows.length === 0 || rows.some((row) => name in row);
  const metrics = question.metrics.filter(isGiven);
  const valueOf = (row: VendorRow, name: string) => ({ value: row[name] ?? null });
  const report = {
    dimensionHeaders: question.dimensions,
    metricHeaders: metrics.map(({ name }) => ({ name, type: 'TYPE_INTEGER' })),
    rowCount,
    metadata: { currencyCode: 'EUR', timeZone },
  };
  if (rows.length === 0) return { body: report };
  const shown = rows.map((row) => ({
    dimensionValues: question.dimensions.map(({ name }) => valueOf(row, name)),
    metricValues: metrics.map(({ name }) => valueOf(row, name)),
  }));
  return { body: { ...report, rows: shown } };
}

const text = (row: VendorRow, field: string) => textOf(row[field]);
const isoDate = (row: VendorRow) => text(row, 'date').replace(/^(....)(..)(..)$/, '$1-$2-$3');

const sessions: VendorStub<GoogleAnalyticsSettings> = {
  connector: googleAnalyticsConnector,
  stream: 'sessions',
  pageSize: 1_000,
  settings: (origin) => ({
    property,
    key,
    keyEvents: [],
    dimensions: ['channel'],
    apiUrl: origin,
    tokenUrl: `${origin}/token`,
  }),
  row: (index, at) => ({
    date: dateOf(at),
    sessionDefaultChannelGroup: `Channel ${String(index).padStart(5, '0')}`,
    sessions: String(10 + index),
  }),
  change: (row) => ({ ...row, sessions: String(Number(text(row, 'sessions')) + 1) }),
  keysOf: (row) => [
    `${isoDate(row)}/session/session/channel=${encodeURIComponent(text(row, 'sessionDefaultChannelGroup'))}`,
  ],
  neededField: 'sessions',
  errorBody: (status) => ({ error: { code: status, message: 'refused', status: 'REFUSED' } }),
  contract: (request) => {
    if (request.path === '/token') return [];
    if (request.path !== reportPath) return [`${request.path} is not described`];
    return isRunReportRequest(request.body) ? [] : [JSON.stringify(isRunReportRequest.errors)];
  },
  answer: answerOf('sessions'),
};

describe('the Google Analytics connector', () => {
  // A report holds what was asked for and nothing else, so that a field cannot come by itself; and a value in it is a text, whatever it means.
  const unlikely = ['a field that is new', 'values are of another kind'];
  const cases = vendorSuite(sessions).filter(({ title }) => !unlikely.some((words) => title.includes(words)));
  for (const { title, run } of cases) it(title, run);

  it('asks for the widest days that a zone can have, and for each event by itself', () => {
    const settings = googleAnalyticsSettings.parse({ property, key, keyEvents: ['purchase', 'sign_up'] });
    const [stream] = googleAnalyticsConnector.declaration.streams;
    const bodyOf = (partition: string) =>
      stream?.request({
        settings,
        partition,
        from: '2026-03-01T00:00:00.000Z',
        to: '2026-03-04T11:00:00.000Z',
        after: null,
      }).body;
    expect(bodyOf('session')).toMatchObject({
      dateRanges: [{ startDate: '2026-02-28', endDate: '2026-03-05' }],
      metrics: [{ name: 'sessions' }],
    });
    expect(bodyOf('session')).not.toHaveProperty('dimensionFilter');
    expect(bodyOf('sign_up')).toMatchObject({
      metrics: [{ name: 'sessions' }, { name: 'eventCount' }],
      dimensionFilter: { filter: { fieldName: 'eventName', stringFilter: { value: 'sign_up', matchType: 'EXACT' } } },
    });
    expect(bodyOf('purchase')).toMatchObject({
      metrics: [{ name: 'sessions' }, { name: 'eventCount' }, { name: 'purchaseRevenue' }],
    });
  });

  it('tells the owner that figures are estimated, and takes them', () =>
    Trial.of(
      {
        ...sessions,
        answer: (request, world) => {
          const answer = sessions.answer(request, world);
          if (answer === null || request.path === '/token') return answer;
          const body = z.record(z.string(), z.json()).parse(answer.body);
          const samplingMetadatas = [{ samplesReadCount: '500000', samplingSpaceSize: '9000000' }];
          return { ...answer, body: { ...body, metadata: { timeZone, currencyCode: 'EUR', samplingMetadatas } } };
        },
      },
      async (trial) => {
        trial.addRows(2);
        await trial.syncWhole();
        expect(trial.records.size).toBe(2);
        expect(trial.findings.map(({ message }) => message)).toContainEqual(
          expect.stringContaining('estimated figures from 500000 of 9000000 events'),
        );
      },
    ));

  it('takes only the whole key of a service account, and the number of a property', () => {
    const valid = { property, key };
    expect(googleAnalyticsSettings.safeParse(valid).success).toBe(true);
    for (const wrong of [
      { key: 'AIza-an-api-key' },
      { key: '{}' },
      { property: 'G-ABC123' },
      { keyEvents: ['session'] },
    ])
      expect(googleAnalyticsSettings.safeParse({ ...valid, ...wrong }).success).toBe(false);
  });
});

describe('a report of Google Analytics', () => {
  const [purchase] = rowsOfReport(recorded.purchases);
  // A day in Los Angeles.
  const day = { periodStart: '2026-03-01T08:00:00.000Z', periodEnd: '2026-03-02T08:00:00.000Z' };

  it('is read by its headers; an empty one has no rows', () => {
    expect(purchase).toEqual({
      date: '20260301',
      sessionDefaultChannelGroup: 'Organic Search',
      deviceCategory: 'desktop',
      sessions: '7',
      eventCount: '8',
      purchaseRevenue: '412.3',
      timeZone,
      currencyCode: 'EUR',
    });
    expect(rowsOfReport(recorded.empty)).toEqual([]);
    expect(() => rowsOfReport({ rows: [] })).toThrow();
  });

  it('gives sessions and events in numbers, in days of the property, with revenue in minor units', () => {
    const dimensions = { channel: 'Organic Search', device: 'desktop', country: undefined };
    expect(normalizeSessions(sessionRow.parse(purchase), { partition: 'purchase' }).records).toEqual([
      {
        stream: 'funnelCount',
        key: '2026-03-01/purchase/session/channel=Organic%20Search/device=desktop',
        fields: { ...day, step: 'purchase', entity: 'session', count: 7 },
        dimensions,
      },
      {
        stream: 'funnelCount',
        key: '2026-03-01/purchase/event/channel=Organic%20Search/device=desktop',
        fields: { ...day, step: 'purchase', entity: 'event', count: 8, revenueMinor: 41_230, currency: 'EUR' },
        dimensions,
      },
    ]);
  });

  it('goes to quarantine without a known currency, and with a number that is none', () => {
    const without = sessionRow.parse({ ...purchase, currencyCode: null });
    expect(normalizeSessions(without, { partition: 'purchase' })).toMatchObject({
      records: [],
      rejected: [{ field: 'purchaseRevenue' }],
    });
    for (const sessionsGiven of ['7.5', '', '-1', 'many', null])
      expect(sessionRow.safeParse({ ...purchase, sessions: sessionsGiven }).success).toBe(false);
  });

  it('gives users for whole days only, for they do not add up', () => {
    const row = userRow.parse({ date: '20260308', timeZone, totalUsers: '80' });
    expect(normalizeUsers(row, { partition: 'session' }).records).toEqual([
      {
        stream: 'funnelCount',
        key: '2026-03-08/session/user',
        // A day of 23 hours.
        fields: {
          periodStart: '2026-03-08T08:00:00.000Z',
          periodEnd: '2026-03-09T07:00:00.000Z',
          step: 'session',
          entity: 'user',
          count: 80,
        },
        dimensions: {},
      },
    ]);
  });

  it('says what the property says of its own figures', () => {
    const noticesWith = (metadata: object) =>
      noticesOfReport({ ...recorded.purchases, metadata: { ...recorded.purchases.metadata, ...metadata } });
    expect(noticesWith({})).toEqual([]);
    expect(noticesWith({ subjectToThresholding: true })).toEqual([expect.stringContaining('too low')]);
    expect(noticesWith({ dataLossFromOtherRow: true })).toEqual([expect.stringContaining('"(other)"')]);
  });
});
