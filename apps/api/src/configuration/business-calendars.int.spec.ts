import { InvalidInput } from '@tandem/application/input-errors';
import { describeFormula } from '@tandem/domain/metric/describe-formula';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { applyDocument } from './apply-document.js';
import { exportDocument } from './export-document.js';

const support = (more: object = {}) => ({
  id: 'support',
  timeZone: 'Europe/Berlin',
  hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }],
  holidays: ['2026-12-25', '2026-12-26'],
  ...more,
});
const longer = { hours: [{ ...support().hours[0], to: '20:00' }] };
const replies = (key: string, more: object = {}) => ({
  key,
  title: key,
  description: 'How long customers wait for a first answer.',
  formula: {
    kind: 'percentile',
    stream: 'slaCycle',
    at: ['stoppedAt'],
    percentile: 50,
    from: 'startedAt',
    to: 'stoppedAt',
    clock: 'support',
  },
  unit: 'h',
  direction: 'down',
  ...more,
});
const people = [
  { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
  { id: 'service', name: 'Head of Service', side: 'it' },
];
const owners = { marketing: 'campaigns', it: 'service' };

describe('calendars in a configuration file', () => {
  let database: TestDatabase;
  let backfilled: (readonly string[])[];
  let now: Date;

  beforeEach(async () => {
    database = await openTestDatabase();
    backfilled = [];
    now = new Date('2026-11-16T09:00:00Z');
  });
  afterEach(() => database.close());

  const store = () => createConfigurationStore(database);
  const apply = async (file: object) => {
    const answer = await applyDocument({
      configuration: store(),
      observations: createObservationReader(database),
      runs: createRunStore(database),
      jobs: {
        enqueue: (_name, payload) =>
          Promise.resolve(void ('metricKeys' in payload && payload.metricKeys && backfilled.push(payload.metricKeys))),
      },
      clock: () => now,
      connectors: [],
      secrets: {},
      agreements: { faults: () => Promise.resolve([]) },
      allowPrivateAddresses: false,
    })({ file: 'tandem.yaml', text: JSON.stringify({ version: 1, ...file }, null, 1), dryRun: false });
    return answer.changes.map(({ action, kind, id, fields, waitsFor }) => ({
      what: `${action} ${kind} ${id}`,
      fields: fields.map(({ field }) => field),
      ...(waitsFor ? { waitsFor } : {}),
    }));
  };
  const versions = async (key: string) => (await store().known({ now, asKnownAt: null })).versions.get(key) ?? [];
  const texts = async (key: string) => (await versions(key)).map(({ definition }) => describeFormula(definition).text);
  const hours = (to: string) =>
    `median of startedAt → stoppedAt, counted in the opening hours of support (Mon–Fri 09:00–${to}, Europe/Berlin, closed on 2 dates)`;

  it('are kept in the metrics that name them, printed by name, and applied again without a change', async () => {
    await apply({ people, calendars: [support()], metrics: [replies('first-reply', { owners })] });
    expect(await texts('first-reply')).toEqual([hours('17:00')]);
    const text = await exportDocument({ configuration: store() })();
    expect(text).toContain('clock: support\n');
    expect(text).toContain('holidays: [2026-12-25, 2026-12-26]');
    const again = await apply({ calendars: [support()], metrics: [replies('first-reply', { owners })] });
    expect(again.map(({ what }) => what)).toEqual(['unchanged calendar support', 'unchanged metric first-reply']);
  });

  it('become a new version of a metric that one side owns when their hours change, and it is counted anew', async () => {
    await apply({ people, calendars: [support()], metrics: [replies('first-reply', { owners: { it: 'service' } })] });
    now = new Date('2026-11-17T09:00:00Z');
    expect(await apply({ calendars: [support(longer)] })).toEqual([
      { what: 'change calendar support', fields: ['hours[0].to'] },
      { what: 'change metric first-reply', fields: ['formula.clock'] },
    ]);
    expect(await texts('first-reply')).toEqual([hours('17:00'), hours('20:00')]);
    expect(backfilled.at(-1)).toEqual(['first-reply']);
    const [before, after] = await versions('first-reply');
    expect(after?.countedBy).not.toBe(before?.countedBy);
    const then = await store().known({ now, asKnownAt: new Date('2026-11-16T12:00:00Z') });
    expect(then.versions.get('first-reply')).toHaveLength(1);
  });

  it('are proposed to both sides that own the metric, which counts by the old hours until both have signed', async () => {
    await apply({ people, calendars: [support()], metrics: [replies('first-reply', { owners })] });
    now = new Date('2026-11-17T09:00:00Z');
    const file = { calendars: [support(longer)] };
    expect((await apply(file))[1]).toEqual({
      what: 'propose metric first-reply',
      fields: ['formula.clock'],
      waitsFor: ['marketing', 'it'],
    });
    expect(await texts('first-reply')).toEqual([hours('17:00')]);
    expect((await apply(file)).map(({ what }) => what)).toEqual(['unchanged calendar support']);
    const change = { metric: 'first-reply', version: 2, reason: 'Open until eight.', signed: owners };
    const signed = await apply({ metrics: [replies('first-reply', { owners })], changes: [change] });
    expect(signed.map(({ what }) => what)).toEqual(['change metric first-reply']);
    expect(await texts('first-reply')).toEqual([hours('17:00'), hours('20:00')]);
  });

  it('change no metric by the order in which they are written, nor by another calendar, nor by another file', async () => {
    const metrics = [replies('first-reply')];
    await apply({ people, calendars: [support(), support({ id: 'plant' })], metrics });
    const reordered = support({ holidays: ['2026-12-26', '2026-12-25'] });
    expect(
      (await apply({ calendars: [reordered, support({ id: 'plant', ...longer })] })).map(({ what }) => what),
    ).toEqual(['change calendar support', 'change calendar plant']);
    expect((await apply({ people })).map(({ what }) => what)).toEqual([
      'unchanged person campaigns',
      'unchanged person service',
    ]);
    expect(await versions('first-reply')).toHaveLength(1);
  });

  it('are refused with everything that is wrong with them, each at its line', async () => {
    const refused = async (file: object) => {
      const error: unknown = await apply(file).catch((caught: unknown) => caught);
      if (!(error instanceof InvalidInput)) throw new Error('The file was taken.');
      return error.issues.map(({ field, reason }) => `${field}: ${reason}`);
    };
    const days = ['monday'];
    const broken = support({
      timeZone: 'Europe/Berlim',
      hours: [
        { days, from: '9:00', to: '17:00' },
        { days, from: '22:00', to: '06:00' },
        { days, from: '08:00', to: '12:00' },
        { days: ['monday', 'sunday'], from: '11:30', to: '14:00' },
      ],
      holidays: ['2026-02-29', '2026-12-25', '2026-12-25'],
    });
    const { formula } = replies('m');
    const metrics = [
      replies('a', { formula: { ...formula, clock: 'suport' } }),
      replies('b', { formula: { ...formula, from: undefined, to: undefined, field: 'pausedMs' } }),
      replies('c', {
        formula: { ...formula, stream: 'measurement', at: ['periodStart'], from: 'periodStart', to: 'periodEnd' },
      }),
    ];
    expect(await refused({ calendars: [broken], metrics })).toEqual([
      'calendars[0].timeZone: "Europe/Berlim" is no time zone; use an IANA name such as Europe/Berlin or UTC',
      'calendars[0].hours[0].from: "9:00" is no time of day: write "08:30", or "24:00" for the end of the day',
      'calendars[0].hours[1].to: 06:00 is not after 22:00: for hours past midnight write two entries, up to "24:00" and from "00:00" of the next day',
      'calendars[0].hours[3]: overlaps with 08:00–12:00 on the same day: write each hour once',
      'calendars[0].holidays[0]: "2026-02-29" is no date of the calendar; write one such as 2026-12-25',
      'calendars[0].holidays[2]: "2026-12-25" is used twice: give each its own',
      'metrics[0].formula.clock: there is no calendar "suport"; did you mean "support"?',
      'metrics[1].formula.clock: only has a meaning for a duration ("from" and "to"): remove it',
      'metrics[2].formula.clock: measures the time between two instants of a record, and a measurement is a number for a whole period: remove it',
    ]);
  });
});
