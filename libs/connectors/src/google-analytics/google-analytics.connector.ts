import type { Json } from '@tandem/connector-kit/connector';
import { streamsFor, type HttpRequest, type Reading } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import {
  normalizeSessions,
  normalizeUsers,
  noticesOfReport,
  rowsOfReport,
  sessionRow,
  userRow,
} from './google-analytics.normalize.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Name of the step that counts every session. */
const everySession = 'session';

const serviceAccount = z.object({
  client_email: z.string().min(1),
  private_key: z.string().includes('PRIVATE KEY'),
  private_key_id: z.string().optional(),
});

function accountIn(key: string): z.output<typeof serviceAccount> | null {
  try {
    return serviceAccount.safeParse(JSON.parse(key)).data ?? null;
  } catch {
    return null;
  }
}

const keyEvent = z
  .string()
  .min(1)
  .max(100)
  .refine((name) => name !== everySession, `"${everySession}" counts all sessions already.`);

export const googleAnalyticsSettings = z.strictObject({
  property: setting(z.string().regex(/^\d{1,20}$/, 'must be the number of a property, such as 123456789'), {
    label: 'Property',
    help: 'Its number, under Admin → Property details.',
    example: '123456789',
  }),
  key: secretSetting(
    z.string().refine((key) => accountIn(key) !== null, 'must be the whole JSON file of a service account’s key'),
    {
      label: 'Key of a service account',
      help: 'The content of the JSON file. Give the account the role Viewer in the property.',
    },
  ),
  keyEvents: setting(z.array(keyEvent).max(50).default(['purchase']), {
    label: 'Events that count as a step',
    help: 'Each becomes a step of this name; "session" counts all sessions. Revenue comes with "purchase".',
    example: 'purchase',
  }),
  dimensions: setting(z.array(z.enum(['channel', 'device', 'country'])).default(['channel', 'device']), {
    label: 'Sliced by',
    help: 'Every combination is counted by itself; with many, Google withholds small ones.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  apiUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://analyticsdata.googleapis.com'), {
    label: 'Address of the API',
  }),
  tokenUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'), {
    label: 'Address where tokens are given out',
  }),
});
export type GoogleAnalyticsSettings = z.output<typeof googleAnalyticsSettings>;

const stream = streamsFor<GoogleAnalyticsSettings>();
const perPage = 1_000;
const partitions = ({ keyEvents }: GoogleAnalyticsSettings) => [everySession, ...keyEvents];
const dimensionNames = { channel: 'sessionDefaultChannelGroup', device: 'deviceCategory', country: 'country' } as const;
const paging = {
  kind: 'offset',
  size: perPage,
  put: (request: HttpRequest, offset: number, size: number): HttpRequest => ({
    ...request,
    // Numbers of 64 bits are written as texts.
    body: { ...(request.body as Readonly<Record<string, Json>>), offset: String(offset), limit: String(size) },
  }),
} as const;

function question(
  { settings, partition, from, to }: Reading<GoogleAnalyticsSettings>,
  metrics: readonly string[],
  slices: readonly string[],
): HttpRequest {
  const dimensions = ['date', ...slices];
  return {
    method: 'POST',
    path: `/v1beta/properties/${settings.property}:runReport`,
    body: {
      // Days are those of the property's zone, which only the answer tells: the widest is asked for.
      dateRanges: [{ startDate: dateAt(from ?? to, -12), endDate: dateAt(to, 14) }],
      dimensions: dimensions.map((name) => ({ name })),
      metrics: metrics.map((name) => ({ name })),
      ...(partition === everySession
        ? {}
        : {
            dimensionFilter: {
              filter: {
                fieldName: 'eventName',
                stringFilter: { matchType: 'EXACT', value: partition, caseSensitive: true },
              },
            },
          }),
      // Without an order rows could change places between two pages.
      orderBys: dimensions.map((dimensionName) => ({ dimension: { dimensionName } })),
    },
  };
}

function dateAt(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * hourMs).toISOString().slice(0, 10);
}

const sessions = stream({
  name: 'sessions',
  title: 'Sessions',
  delivers: ['funnelCount'],
  row: sessionRow,
  partitions,
  // Events arrive for up to 72 hours, and conversions are credited to earlier days.
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging,
  request: (reading) => {
    const { settings, partition } = reading;
    const ofEvent = partition === 'purchase' ? ['eventCount', 'purchaseRevenue'] : ['eventCount'];
    const slices = settings.dimensions.map((name) => dimensionNames[name]);
    return question(reading, ['sessions', ...(partition === everySession ? [] : ofEvent)], slices);
  },
  rows: rowsOfReport,
  notices: noticesOfReport,
  normalize: normalizeSessions,
});

const users = stream({
  name: 'users',
  title: 'Users',
  delivers: ['funnelCount'],
  row: userRow,
  partitions,
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging,
  request: (reading) => question(reading, ['totalUsers'], []),
  rows: rowsOfReport,
  notices: noticesOfReport,
  normalize: normalizeUsers,
});

/** Sessions, users and key events of a property, day by day, from Google Analytics 4. */
export const googleAnalyticsConnector = defineHttpConnector<GoogleAnalyticsSettings>({
  id: 'google-analytics',
  title: 'Google Analytics 4',
  settings: googleAnalyticsSettings,
  baseUrl: ({ apiUrl }) => apiUrl,
  location: ({ property }) => `Google Analytics, property ${property}`,
  authentication: ({ key, tokenUrl }) => {
    const account = accountIn(key);
    return {
      kind: 'serviceAccount',
      tokenUrl,
      issuer: account?.client_email ?? '',
      privateKeyPem: account?.private_key ?? '',
      scope: 'https://www.googleapis.com/auth/analytics.readonly',
      ...(account?.private_key_id ? { keyId: account.private_key_id } : {}),
    };
  },
  limits: { concurrency: 2 },
  failures: [
    {
      status: 403,
      action: 'configuration',
      code: 'accessDenied',
      message: 'may not be read with this account.',
      hint: 'Give the e-mail address of the service account the role Viewer in the property, and switch on the "Google Analytics Data API" in its project.',
      why: 'A service account sees no property until it is added there, and the interface has to be switched on for each project.',
      scope: 'connection',
    },
  ],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [sessions, users],
});
