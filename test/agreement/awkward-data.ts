import { SeededRandom } from './seeded-random.js';

/** A record as it is pushed, with what the comparison reads back from it. */
export interface AwkwardRecord {
  readonly key: string;
  readonly version: string;
  readonly knownAt: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly [field: string]: string | number | boolean | Readonly<Record<string, string>>;
}

export type AwkwardStream = 'measurement' | 'slaCycle';

/** Versions of the records became known at these times, one step after the other. */
export const knownTimes = ['2024-06-01T00:00:00.000Z', '2024-06-15T12:34:56.789Z', '2024-07-01T00:00:00.000Z'] as const;
/** The data lies in these days: clock changes of Europe, America and Lord Howe, the end of a quarter, a leap day. */
export const firstDate = '2024-02-20';
export const lastDate = '2024-04-20';

const texts = [
  'web',
  'app',
  '=HYPERLINK("http://127.0.0.1","x")',
  '+1',
  '-5',
  '@me',
  '\t=1',
  'ünï"c,o\nde',
  "'quoted",
  ' =',
];
const amounts = ['0', '-12.345', '0.000000000001', '-0.5', '999999.995', '0.005', '-0.005', '7', '19.99'];
const hugeAmounts = [
  '123456789012345678901234567890.5',
  '-123456789012345678901234567890.25',
  '999999999999999999999999999999.999999999999999',
  '0.000000000000001',
  '-1',
];
/** Minutes at which zones change their clocks, and the last and first ones of days. */
const edges = [
  '00:00:00.000',
  '00:59:59.999',
  '01:00:00.000',
  '04:59:59.999',
  '06:59:00.000',
  '15:30:00.000',
  '23:59:59.999',
];

/** Every version of every record, by stream and by the step at which it became known. */
export function awkwardData(seed: number): Readonly<Record<AwkwardStream, readonly (readonly AwkwardRecord[])[]>> {
  const random = new SeededRandom(seed);
  const days = datesBetween(firstDate, lastDate);
  const first: Record<AwkwardStream, AwkwardRecord[]> = { measurement: [], slaCycle: [] };
  for (const [index, day] of days.entries()) {
    // Some days are empty, some have one event only.
    const size = index % 9 === 4 ? 0 : index % 7 === 3 ? 1 : random.between(2, 7);
    for (let position = 0; position < size; position += 1) {
      first.measurement.push(measurement(random, day, `${index}-${position}`));
      first.slaCycle.push(cycle(random, day, `t${index}-${position}`));
    }
  }
  return {
    measurement: withCorrections(random, first.measurement, (record, day) => measurement(random, day, record.key)),
    slaCycle: withCorrections(random, first.slaCycle, (record, day) => cycle(random, day, record.key)),
  };
}

function withCorrections(
  random: SeededRandom,
  first: readonly AwkwardRecord[],
  again: (record: AwkwardRecord, day: string) => AwkwardRecord,
): AwkwardRecord[][] {
  return knownTimes.map((knownAt, step) =>
    (step === 0 ? first : first.filter(() => random.chance(15))).map((record) => {
      const day = random.pick(datesBetween(firstDate, lastDate));
      return { ...(step === 0 ? record : again(record, day)), knownAt, version: String(step + 1) };
    }),
  );
}

function measurement(random: SeededRandom, day: string, key: string): AwkwardRecord {
  const metric = random.pick(['amount', 'amount', 'huge', 'conversion', 'conversion']);
  return {
    ...recordOf(random, key),
    metric,
    periodStart: momentOn(random, day),
    ...(metric === 'conversion'
      ? { numerator: String(random.between(0, 40)), denominator: random.pick(['0', '1', '40', '97', '3', '0.1']) }
      : { value: metric === 'huge' ? random.pick(hugeAmounts) : amountOf(random) }),
  };
}

function amountOf(random: SeededRandom): string {
  return random.chance(70) ? random.pick(amounts) : `${random.between(-100_000, 100_000)}.${random.between(0, 999)}`;
}

function cycle(random: SeededRandom, day: string, key: string): AwkwardRecord {
  const startedAt = momentOn(random, day);
  const minutes = random.pick([-30, 0, 1, 59, 600, 10_000]);
  const state = random.pick(['met', 'met', 'breached', 'running', 'cancelled']);
  return {
    ...recordOf(random, key),
    ticket: key,
    measure: 'resolution',
    startedAt,
    ...(state === 'running' ? {} : { stoppedAt: new Date(Date.parse(startedAt) + minutes * 60_000).toISOString() }),
    ...(random.chance(80) ? { priority: random.pick(texts) } : {}),
    state,
  };
}

function recordOf(random: SeededRandom, key: string): AwkwardRecord {
  return {
    key,
    version: '1',
    knownAt: knownTimes[0],
    dimensions: random.chance(85) ? { channel: random.pick(texts) } : {},
  };
}

function momentOn(random: SeededRandom, day: string): string {
  if (random.chance(40)) return `${day}T${random.pick(edges)}Z`;
  return new Date(Date.parse(`${day}T00:00:00Z`) + random.below(86_400) * 1_000).toISOString();
}

/** Dates `YYYY-MM-DD`, both inside. */
export function datesBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let time = Date.parse(`${first}T00:00:00Z`); time <= Date.parse(`${last}T00:00:00Z`); time += 86_400_000) {
    dates.push(new Date(time).toISOString().slice(0, 10));
  }
  return dates;
}
