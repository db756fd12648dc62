import { streamsFor, type Answer, type HttpRequest, type Reading } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { isTimeZone } from '@tandem/connector-kit/period-counts';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { isCurrency } from '@tandem/domain/metric/currency';
import { localDateOf } from '@tandem/domain/metric/periods';
import { z } from 'zod';
import { goalRow, normalizeGoal, normalizeVisits, rowsOfReport, visitRow } from './matomo.normalize.js';

const dayMs = 86_400_000;
/** Name of the step that counts every visit. */
const everyVisit = 'visit';

export const matomoSettings = z.strictObject({
  url: hostSetting(z.url({ protocol: /^https?$/ }), {
    label: 'Address of Matomo',
    example: 'https://stats.example.org',
  }),
  token: secretSetting(z.string().min(1), {
    label: 'Token of the API',
    help: 'Made under Personal → Security → Auth tokens by a user who may view the site. Let it be sent by secure requests only.',
  }),
  site: setting(z.string().regex(/^[1-9]\d{0,9}$/, 'must be the number of a site'), {
    label: 'Site',
    help: 'Its number.',
    example: '1',
    discovered: true,
  }),
  timeZone: setting(z.string().refine(isTimeZone, 'is no known time zone; write it like Europe/Berlin'), {
    label: 'Time zone of the site',
    help: 'As set in Matomo for the site: days begin by it.',
    example: 'Europe/Berlin',
  }),
  goals: setting(
    z
      .array(z.string().regex(/^[1-9]\d{0,9}$|^ecommerceOrder$/, 'must be the number of a goal, or ecommerceOrder'))
      .max(50)
      .default([]),
    {
      label: 'Goals',
      help: 'Their numbers, or ecommerceOrder for the orders of a shop. Each becomes a step: goal-1, goal-ecommerceOrder.',
      example: 'ecommerceOrder',
    },
  ),
  currency: setting(z.string().refine(isCurrency, 'is no currency of ISO 4217').optional(), {
    label: 'Currency of the revenue',
    help: 'As set in Matomo for the site. Leave it out where goals bring in nothing.',
    example: 'EUR',
  }),
  slice: setting(z.enum(['none', 'channel', 'device', 'country']).default('none'), {
    label: 'Sliced by',
    help: 'With a slice, visits of goals are asked for by segment, which Matomo has to be allowed to reckon on demand.',
  }),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
});
export type MatomoSettings = z.output<typeof matomoSettings>;

const stream = streamsFor<MatomoSettings>();
const reports = {
  none: 'VisitsSummary.get',
  channel: 'Referrers.getReferrerType',
  device: 'DevicesDetection.getType',
  country: 'UserCountry.getCountry',
} as const;

/** The token goes in the body, where neither proxies nor logs of the server keep it. */
function question(
  { settings, from, to }: Pick<Reading<MatomoSettings>, 'settings' | 'from' | 'to'>,
  method: string,
  further: Readonly<Record<string, string>> = {},
): HttpRequest {
  const date = (instant: string) => localDateOf(new Date(instant), settings.timeZone);
  return {
    method: 'POST',
    path: '/index.php',
    query: { module: 'API', method, format: 'JSON' },
    form: {
      token_auth: settings.token,
      idSite: settings.site,
      period: 'day',
      date: `${date(from ?? to)},${date(to)}`,
      // A hundred rows of each day otherwise.
      filter_limit: '-1',
      // Rates as numbers and not as "12%".
      format_metrics: '0',
      ...further,
    },
  };
}

const visits = stream({
  name: 'visits',
  title: 'Visits',
  delivers: ['funnelCount'],
  row: visitRow,
  // Visits of goals come from the goals' own report unless they are wanted by slice.
  partitions: ({ goals, slice }) => [everyVisit, ...(slice === 'none' ? [] : goals)],
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging: { kind: 'none' },
  request: (reading) => {
    const { settings, partition } = reading;
    return question(
      reading,
      reports[settings.slice],
      partition === everyVisit ? {} : { segment: segmentOf(partition) },
    );
  },
  rows: rowsOfReport,
  normalize: normalizeVisits,
});

function segmentOf(goal: string): string {
  return goal === 'ecommerceOrder'
    ? 'visitEcommerceStatus==ordered,visitEcommerceStatus==orderedThenAbandonedCart'
    : `visitConvertedGoalId==${goal}`;
}

const goals = stream({
  name: 'goals',
  title: 'Goals',
  delivers: ['funnelCount'],
  row: goalRow,
  partitions: ({ goals: chosen }) => chosen,
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging: { kind: 'none' },
  request: (reading) => question(reading, 'Goals.get', { idGoal: reading.partition }),
  rows: rowsOfReport,
  normalize: normalizeGoal,
});

const refusal = z.object({ result: z.literal('error'), message: z.string() });

function isRefusal({ body }: Answer): boolean {
  return refusal.safeParse(body).success;
}

/** Visits, visitors and goals of a site, day by day, from Matomo. */
export const matomoConnector = defineHttpConnector<MatomoSettings>({
  id: 'matomo',
  title: 'Matomo',
  settings: matomoSettings,
  baseUrl: ({ url }) => url.replace(/\/+$/, ''),
  location: ({ url, site }) => `${new URL(url).host}: site ${site}`,
  authentication: () => ({ kind: 'none' }),
  // A report may have to be reckoned first.
  limits: { concurrency: 1, headersTimeoutMs: 180_000 },
  failures: [
    {
      status: 200,
      when: isRefusal,
      action: 'configuration',
      code: 'accessDenied',
      message: 'cannot be read: Matomo refuses the question.',
      hint: 'Check the token, the number of the site and of the goal, and that the user of the token may view the site.',
      why: 'Matomo answers faults with 200: a wrong token, a site that may not be seen, a goal that does not exist.',
    },
  ],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [visits, goals],
  discover: async (settings, ask) => {
    const now = new Date(0).toISOString();
    const { body } = await ask(
      question({ settings, from: now, to: now }, 'SitesManager.getSitesWithAtLeastViewAccess'),
    );
    const sites = z
      .array(z.object({ idsite: z.union([z.string(), z.number()]), name: z.string(), timezone: z.string().nullish() }))
      .parse(body);
    const choices = sites.map(({ idsite, name, timezone }) => ({
      value: String(idsite),
      label: timezone ? `${name} (${timezone})` : name,
    }));
    return [{ field: 'site', choices, note: null }];
  },
});
