import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeReview } from '@tandem/application/review/write-review';
import { connectors } from '@tandem/connectors/registry';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createReviewStores } from '@tandem/kpi-store/repositories/review-stores';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { jobHandlers } from '@tandem/worker/job-handlers';
import { parse, stringify } from 'yaml';
import { AccessStage } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';
import { truthConfiguration } from '../truth/truth-configuration.js';

/** The end of 30 April 2016, which was a Saturday. */
const asOf = new Date('2016-05-01T00:00:00Z');
const dayMs = 86_400_000;
const log = { warn: () => undefined, error: () => undefined };
const root = path.resolve(import.meta.dirname, '../..');

interface Row {
  readonly number: string;
  readonly state: string;
  readonly modified: number;
  readonly met: boolean;
  readonly updatedAt: number;
  readonly closedAt: number | null;
}

/** D/M/YYYY H:mm as UTC. */
function instantOf(text: string): number | null {
  const [, day, month, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(text) ?? [];
  return day === undefined
    ? null
    : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

/** The recorded log, read here by itself: of each incident the last row that was written by then. */
function closedByThen(): Row[] {
  const file = path.join(root, 'apps/tandem/demo/data/servicenow_incident_events_2016-03_2016-04.csv.gz');
  const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  const names = header.trim().split(',');
  const latest = new Map<string, Row>();
  for (const line of lines) {
    const cells = line.trim().split(',');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    const row = {
      number: cell('number'),
      state: cell('incident_state'),
      modified: Number(cell('sys_mod_count')),
      met: cell('made_sla') === 'true',
      updatedAt: instantOf(cell('sys_updated_at')) ?? Number.NaN,
      closedAt: instantOf(cell('closed_at')),
    };
    if (row.updatedAt > asOf.getTime()) continue;
    const other = latest.get(row.number);
    const isLater = !other || [row.updatedAt - other.updatedAt, row.modified - other.modified].find((by) => by !== 0);
    if (isLater === true || (typeof isLater === 'number' && isLater > 0)) latest.set(row.number, row);
  }
  return [...latest.values()].filter(({ state, closedAt }) => state === 'Closed' && closedAt !== null);
}

/** Share that met their agreement of those closed in the seven days before an end, as the page prints it. */
function attainment(rows: readonly Row[], end: number): string {
  const closed = rows.filter(({ closedAt }) => closedAt !== null && closedAt >= end - 7 * dayMs && closedAt < end);
  const met = closed.filter((row) => row.met).length;
  return (Math.round((met * 1e6) / closed.length) / 1e4).toFixed(2);
}

const rows = closedByThen();
const ends = Array.from({ length: 8 }, (_, index) => asOf.getTime() - (7 - index) * 7 * dayMs);
const values = ends.map((end) => attainment(rows, end));
const numbers = values.map(Number);
const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const ranges = numbers.slice(1).map((value, index) => Math.abs(value - (numbers[index] ?? 0)));
const reach = (2.66 * ranges.reduce((sum, range) => sum + range, 0)) / ranges.length;
const upper = Math.min(100, mean + reach);
const lower = Math.max(0, mean - reach);

let stage: AccessStage;
beforeAll(async () => {
  stage = await AccessStage.open({}, null, null, { connectors });
  const { metrics, connections, ...rest } = parse(await truthConfiguration()) as {
    metrics: { key: string }[];
    connections: { id: string }[];
  };
  const wanted = ['closed-attainment', 'kept-bookings'];
  const file = {
    ...rest,
    people: [
      { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
      { id: 'service', name: 'Head of Service', side: 'it' },
    ],
    connections: connections.filter(({ id }) => id === 'servicenow' || id === 'hotel-bookings'),
    metrics: metrics
      .filter(({ key }) => wanted.includes(key))
      .map((metric) =>
        metric.key === wanted[0] ? { ...metric, owners: { marketing: 'campaigns', it: 'service' } } : metric,
      ),
    goals: [
      {
        id: 'kept',
        title: 'Incidents are closed in time',
        outcome: 'Fewer customers wait.',
        start: '2016-03-01',
        due: '2016-06-30',
        owners: { marketing: 'campaigns', it: 'service' },
        keyResults: [{ id: 'kr', kind: 'reach', metric: wanted[0], baseline: 40, target: 99 }],
        counterMetrics: ['booked'],
      },
    ],
    guardrails: [
      { id: 'floor', title: 'Floor of closed incidents', metric: wanted[0], atLeast: 90, owners: { it: 'service' } },
      {
        id: 'booked',
        title: 'Bookings stay kept',
        metric: wanted[1],
        atLeast: 1,
        owners: { marketing: 'campaigns', it: 'service' },
      },
    ],
  };
  const applied = await stage.ask('POST', '/configuration', { headers: adminHeaders, body: { text: stringify(file) } });
  expect([applied.status, applied.status === 200 ? '' : applied.body]).toEqual([200, '']);
  const { database } = stage;
  const handlers = jobHandlers({
    database,
    jobs: { enqueue: () => Promise.resolve() },
    clock: () => stage.now,
    log,
    pause: () => Promise.resolve(),
    environment: {
      publicUrl: null,
      smtpUrl: null,
      mailFrom: 'a@example.org',
      allowPrivateAddresses: false,
      heartbeatUrl: null,
      local: { files: 'any', repositories: [], taps: {} },
    },
    uploadDirectory: '/nonexistent/data/uploads',
    baseDirectory: root,
  });
  const runId = await createRunStore(database).queue('servicenow', 'request', stage.now);
  await handlers['connection.sync']({ connectionId: 'servicenow', runId }, new AbortController().signal);
  await createMetricBackfill(database).recalculate('closed-attainment', stage.now);
}, 400_000);
afterAll(() => stage.close());

const written = () => {
  const { database } = stage;
  return writeReview({
    ...createReviewStores(database),
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    alerts: createAlertReader(database),
    evidence: createEvidenceReader(database),
    clock: () => stage.now,
  })({ number: 1, startsAt: asOf, endsAt: new Date(asOf.getTime() + 45 * 60_000) }, asOf);
};

const pp = (value: string | number, digits = 2) => {
  const text = typeof value === 'string' ? value : value.toFixed(digits);
  return `${text.startsWith('-') ? '\u2212' : '+'}${text.replace('-', '')}\u202fpp`;
};

describe('a review as of 30 April 2016 on recorded data', () => {
  it('says of what moved what the log says, counted here by itself', async () => {
    const { sections } = await written();
    const { moved, still } = sections.whatMoved;
    // The bookings were not imported: there is nothing to tell of them.
    const signal = numbers.map((value) => (value > upper ? 'above' : value < lower ? 'below' : null));
    const isTwo = (at: number) => {
      const two = (reach * 2) / 3;
      const far = (index: number, sign: number) => ((numbers[index] ?? mean) - mean) * sign > two;
      return [1, -1].some((sign) => far(at, sign) && (far(at - 1, sign) || far(at - 2, sign)));
    };
    const hasSignal = [6, 7].some((index) => signal[index] !== null || isTwo(index));
    expect(moved.length).toBe(hasSignal ? 1 : 0);
    expect(still).toEqual({ noise: hasSignal ? 0 : 1, tooFewPoints: 1, notSettled: 0, stale: 0 });
    const words = hasSignal ? 'One signal. ' : 'No signals. One metric is within ordinary variation. ';
    expect(sections.whatMoved.sentence).toBe(`${words}One has too few points to tell.`);
    for (const one of moved) {
      expect(one.trend).toEqual(values);
      expect([one.mean, one.lower, one.upper]).toEqual([mean.toFixed(2), lower.toFixed(2), upper.toFixed(2)]);
      expect(one.before?.value).toBe(values[5]);
      expect(one.delta).toBe((Number(one.now.value) - Number(values[5])).toFixed(2));
      expect(one.text).toContain(`${one.now.value}% in the time to`);
      expect(one.text).toContain(`${pp(one.delta ?? '')} against ${values[5]}% to 16 Apr.`);
    }
  });

  it('sets the needed rate beside the actual one, reckoned from the same log', async () => {
    const { goals, sentence } = (await written()).sections.goalsAtRisk;
    const [keyResult] = goals[0]?.keyResults ?? [];
    const [now, then] = [Number(values[7]), Number(values[5])];
    // From the end of 30 April to the end of 30 June there are 61 days.
    const needed = ((99 - now) / (61 / 7)).toFixed(3);
    const ran = ((now - then) / 2).toFixed(3);
    expect(sentence).toBe('0 of 1 joint goal on track.');
    expect([keyResult?.current, keyResult?.neededPerWeek, keyResult?.ranPerWeek]).toEqual([values[7], needed, ran]);
    const away = Number(ran) < 0 ? ', away from the target' : '';
    expect(keyResult?.text).toContain(`Needs ${pp(needed)} a week. Ran ${pp(ran)} a week over the last 2${away}.`);
  });

  it('has fourteen days of the floor as the log has them', async () => {
    const { strips, dates, sentence } = (await written()).sections.breaches;
    expect([dates[0], dates.at(-1)]).toEqual(['2016-04-17', '2016-04-30']);
    const days = dates.map((date) => Number(attainment(rows, Date.parse(date) + dayMs)));
    const states = days.map((value) => (value < 90 ? 'breach' : value <= 90 * 1.05 ? 'near' : 'inside'));
    expect(strips.find(({ id }) => id === 'floor')?.days ?? dates.map(() => 'inside')).toEqual(states);
    const broken = states.filter((state) => state === 'breach').length;
    const text = broken === 1 ? 'one day' : `${broken} days`;
    if (broken > 0)
      expect(strips.find(({ id }) => id === 'floor')?.text).toBe(`Beyond its limit on ${text}, without an alert.`);
    expect(strips.find(({ id }) => id === 'booked')?.text).toBe('No data on 14 days.');
    expect(sentence).toBe(
      `${broken > 0 ? '1 in breach on at least one day, 1' : '2'} near a limit or without data. No guardrail held on all days.`,
    );
  });

  it('names what cannot be trusted, and its headline says no more than the sections', async () => {
    const { trust, headline, communicationGaps } = (await written()).sections;
    expect(trust.items.map(({ text }) => text)).toEqual([
      'No data was collected. No owner on the side of Marketing. No owner on the side of IT.',
    ]);
    expect(trust.sentence).toBe('1 of 2 metrics fresh, owned by both sides and signed.');
    const figures = headline.figures.map(({ code, value, of }) => [code, value, of]);
    expect(figures).toEqual([
      ['guardrailsInBreach', 0, null],
      ['goalsOnTrack', 0, 1],
      ['metricsTrusted', 1, 2],
      ['communicationGaps', 2, null],
      ['decisionsOpen', 0, null],
      ['actionsInTime', 0, 0],
    ]);
    // Nobody was there in 2016 to check in: from the start of the goal, 1 March, to the end of 30 April.
    const silent = Math.floor((asOf.getTime() - Date.parse('2016-03-01')) / dayMs);
    expect(communicationGaps?.gaps.map(({ text }) => text)).toEqual([
      `Marketing has not checked in for ${silent} days.`,
      `IT has not checked in for ${silent} days.`,
    ]);
    expect(headline.sentences.map(({ text }) => text)).toContain('Bookings kept has no fresh data.');
  });

  it('is the same bytes each time that it is asked for', async () => {
    expect(JSON.stringify(await written())).toBe(JSON.stringify(await written()));
  });
});
