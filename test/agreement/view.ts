import { firstDate, knownTimes, lastDate } from './awkward-data.js';
import { awkwardMetrics, type AwkwardMetric } from './awkward-metrics.js';
import { plusDays, type Grain } from './local-dates.js';
import { SeededRandom } from './seeded-random.js';

/** One way to look at the numbers. */
export type View = {
  /** Plays this view again. */
  readonly seed: number;
  readonly asKnownAt: string | null;
} & (
  | { readonly kind: 'board' | 'metrics' }
  | {
      readonly kind: 'observations';
      readonly metric: AwkwardMetric;
      readonly from: string;
      readonly to: string;
      readonly grain: Grain;
      readonly window: number | null;
      readonly by: string | null;
    }
  | {
      readonly kind: 'breakdown';
      readonly metric: AwkwardMetric;
      readonly by: string;
      readonly days: number;
      readonly top: number | null;
      readonly order: 'size' | 'contribution';
    }
  | {
      readonly kind: 'records';
      readonly metric: AwkwardMetric;
      readonly from: string;
      readonly to: string;
      readonly slice: { readonly by: string; readonly value: string } | null;
    }
);

const lastKnown = knownTimes[knownTimes.length - 1] ?? '';
const moments = [
  '2024-05-01T00:00:00.000Z',
  ...knownTimes,
  '2024-06-15T12:34:56.788Z',
  '2024-06-20T00:00:00.000Z',
  lastKnown.replace('2024', '2025'),
];

/** The view of a seed: mostly series of one metric, now and then the board, the catalogue, a breakdown, the records. */
export function viewOf(seed: number): View {
  const random = new SeededRandom(seed);
  const asKnownAt = random.chance(50) ? null : random.pick(moments);
  const metric = random.pick(awkwardMetrics);
  const by = random.pick(metric.formula.dimensions);
  const base = { seed, asKnownAt, metric };
  const chance = random.below(100);
  if (chance < 3) return { seed, asKnownAt, kind: 'board' };
  if (chance < 6) return { seed, asKnownAt, kind: 'metrics' };
  if (chance < 20) {
    return {
      ...base,
      kind: 'breakdown',
      by,
      days: random.pick([1, 7, 14, 28]),
      top: random.chance(50) ? random.between(1, 6) : null,
      order: random.pick(['size', 'contribution']),
    };
  }
  const from = plusDays(firstDate, random.between(-10, 60));
  const grain = random.pick<Grain>(['day', 'day', 'week', 'week', 'month', 'quarter', 'year']);
  const to = plusDays(from, random.between(1, grain === 'day' ? 20 : 70));
  if (chance < 30) {
    const slice = random.chance(50)
      ? { by, value: random.pick(['web', '=HYPERLINK("http://127.0.0.1","x")', '-5', '']) }
      : null;
    return { ...base, kind: 'records', from, to: to > lastDate ? plusDays(lastDate, 3) : to, slice };
  }
  const window = grain === 'day' && random.chance(40) ? random.pick([1, 7, 28]) : null;
  return { ...base, kind: 'observations', from, to, grain, window, by: random.chance(50) ? by : null };
}

/** Path and query of the API that show the view. */
export function addressOf(view: View): { path: string; query: Record<string, string> } {
  const known: Record<string, string> = view.asKnownAt === null ? {} : { asKnownAt: view.asKnownAt };
  switch (view.kind) {
    case 'board':
      return { path: 'board', query: { ...known, period: '2024' } };
    case 'metrics':
      return { path: 'metrics', query: known };
    case 'observations':
      return {
        path: `metrics/${view.metric.key}/observations`,
        query: {
          ...known,
          from: view.from,
          to: view.to,
          grain: view.grain,
          ...(view.window === null ? {} : { window: String(view.window) }),
          ...(view.by === null ? {} : { by: view.by }),
        },
      };
    case 'breakdown':
      return {
        path: `metrics/${view.metric.key}/breakdown`,
        query: {
          ...known,
          by: view.by,
          days: String(view.days),
          order: view.order,
          ...(view.top === null ? {} : { top: String(view.top) }),
        },
      };
    case 'records':
      return {
        path: `metrics/${view.metric.key}/records`,
        query: {
          ...known,
          from: view.from,
          to: view.to,
          ...(view.slice === null ? {} : { slice: `${view.slice.by}:${view.slice.value}` }),
        },
      };
  }
}
