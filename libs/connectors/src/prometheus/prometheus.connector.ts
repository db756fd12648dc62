import { dimensionNameFault } from '@tandem/domain/record/dimension-name';
import { streamsFor, type Reading } from '@tandem/connector-kit/http/declaration';
import type { Authentication } from '@tandem/connector-kit/http/authentication';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { normalizeSample, sampleRow } from './prometheus.normalize.js';

const dayMs = 86_400_000;
/** Prometheus answers at most 11,000 points of a series; a page stays well below. */
const pointsPerPage = 5_000;

export const prometheusSettings = z.strictObject({
  url: hostSetting(
    z.url({ protocol: /^https?$/ }).refine((text) => new URL(text).search === '', 'must have no "?"'),
    {
      label: 'Address',
      example: 'https://prometheus.example.org',
    },
  ),
  token: secretSetting(z.string().min(1).optional(), { label: 'Token', help: 'Left out where none is asked for.' }),
  user: setting(z.string().max(200).optional(), {
    label: 'User',
    help: 'For basic authentication in place of a token.',
  }),
  password: secretSetting(z.string().max(1000).optional(), { label: 'Password' }),
  queries: setting(
    z
      .array(
        z.strictObject({
          metric: z
            .string()
            .regex(
              /^[A-Za-z][A-Za-z0-9_.-]{0,99}$/,
              'must begin with a letter and hold letters, digits, "_", "." and "-"',
            ),
          expression: z.string().min(1).max(10_000),
        }),
      )
      .min(1)
      .max(100)
      .refine(
        (given) => new Set(given.map(({ metric }) => metric)).size === given.length,
        'must name each metric once',
      ),
    {
      label: 'Expressions',
      help: 'Each with the metric key of its measurements. Aggregate over the step, such as sum(increase(http_requests_total[1h])).',
    },
  ),
  stepSeconds: setting(z.number().int().min(15).max(86_400).default(3_600), {
    label: 'Step in seconds',
    help: 'Length of the periods that are measured. They begin at whole steps.',
  }),
  lookBackHours: setting(z.number().min(0).max(720).default(6), { label: 'Hours that are read again' }),
  historyDays: setting(z.number().int().min(1).max(3650).default(30), { label: 'Days of history at the first sync' }),
});
export type PrometheusSettings = z.output<typeof prometheusSettings>;

const matrix = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])) }),
    ),
  }),
});
const stream = streamsFor<PrometheusSettings>();

const measurements = stream({
  name: 'measurements',
  title: 'Measurements',
  delivers: ['measurement'],
  row: sampleRow,
  partitions: ({ queries }) => queries.map(({ metric }) => metric),
  // Rules and late scrapes change what was measured a moment ago.
  cursor: { kind: 'lookBack', lookBackMs: 0 },
  paging: {
    kind: 'token',
    next: (_answer, _rows, current, reading) => {
      const settings = reading.settings as PrometheusSettings;
      const { end } = current === null ? firstPage(settings, reading) : pageIn(current);
      const { stepSeconds } = settings;
      const last = lastStep(settings, reading.to);
      return end >= last ? null : tokenOf(end + stepSeconds, last, stepSeconds);
    },
    put: (request, token) => ({ ...request, query: { ...request.query, ...pageIn(token) } }),
  },
  request: (reading) => ({
    path: '/api/v1/query_range',
    query: {
      query: reading.settings.queries.find(({ metric }) => metric === reading.partition)?.expression,
      ...firstPage(reading.settings, reading),
      step: reading.settings.stepSeconds,
    },
  }),
  rows: (body, { settings, partition }) =>
    matrix.parse(body).data.result.flatMap(({ metric: labels, values }) =>
      values.map(([at, value]) => ({
        metric: partition,
        step: settings.stepSeconds,
        at,
        value,
        labels: named(labels),
      })),
    ),
  normalize: normalizeSample,
});

interface PageOfTime {
  readonly start: number;
  readonly end: number;
}

/** Whole steps, so that a period that is read again is the same one. In seconds since 1970. */
function lastStep({ stepSeconds }: PrometheusSettings, to: string): number {
  return Math.floor(Date.parse(to) / 1000 / stepSeconds) * stepSeconds;
}

function firstPage(settings: PrometheusSettings, { from, to }: Pick<Reading<unknown>, 'from' | 'to'>): PageOfTime {
  const { stepSeconds, lookBackHours } = settings;
  const last = lastStep(settings, to);
  const begins =
    from === null ? last : lastStep(settings, from) - Math.floor((lookBackHours * 3600) / stepSeconds) * stepSeconds;
  return pageIn(tokenOf(Math.min(begins, last), last, stepSeconds));
}

function tokenOf(start: number, last: number, stepSeconds: number): string {
  return `${start} ${Math.min(last, start + (pointsPerPage - 1) * stepSeconds)}`;
}

function pageIn(token: string): PageOfTime {
  const [start = 0, end = 0] = token.split(' ').map(Number);
  return { start, end };
}

/** Labels that can be dimensions; the name of the metric and what Prometheus keeps for itself are none. */
function named(labels: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(labels).filter(([name]) => !name.startsWith('__'));
  return Object.fromEntries(
    entries.map(([name, text]) => [dimensionNameFault(name) === null ? name : `label_${name}`, text]),
  );
}

function authenticationOf({ token, user, password }: PrometheusSettings): Authentication {
  if (token !== undefined) return { kind: 'token', token };
  return user === undefined ? { kind: 'none' } : { kind: 'basic', user, password: password ?? '' };
}

/** What a range query of Prometheus, or of what speaks its language, gives at each step. */
export const prometheusConnector = defineHttpConnector<PrometheusSettings>({
  id: 'prometheus',
  title: 'Prometheus',
  settings: prometheusSettings,
  baseUrl: ({ url }) => url,
  authentication: authenticationOf,
  failures: [],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [measurements],
});
