import { openAwkwardStage, type AwkwardStage } from './awkward-stage.js';
import { disagreements } from './check-view.js';
import { addressOf, viewOf } from './view.js';

/** `npm run views -- <how many> <first seed>` sets both; the seed of a failure, alone, plays its view again in every zone. */
const views = Number(process.env['TANDEM_VIEWS'] ?? 600);
const firstSeed = Number(process.env['TANDEM_VIEWS_SEED'] ?? 1);
/** Clocks that change by an hour and by half an hour, an offset of half hours, weeks from Monday, Sunday and Saturday. */
const zones = [
  { timeZone: 'Europe/Berlin', weekStartsOn: 'monday' },
  { timeZone: 'America/St_Johns', weekStartsOn: 'sunday' },
  { timeZone: 'Australia/Lord_Howe', weekStartsOn: 'saturday' },
];
const mostTold = 10;
const limitMs = 3_600_000;

describe.each(zones)('in $timeZone', ({ timeZone, weekStartsOn }) => {
  let stage: AwkwardStage;
  beforeAll(async () => {
    stage = await openAwkwardStage({ timeZone, weekStartsOn, seed: 20_260 });
  }, 120_000);
  afterAll(() => stage.close());

  it(
    'random views agree to the character: API, board, every file, and the records counted again',
    async () => {
      const told: string[] = [];
      let looked = 0;
      const share = Math.ceil(views / zones.length);
      const offset = views === 1 ? 0 : zones.findIndex((zone) => zone.timeZone === timeZone) * share;
      for (let index = 0; index < share && told.length < mostTold; index += 1) {
        const view = viewOf(firstSeed + offset + index);
        const found = await disagreements(stage, view);
        looked += 1;
        const { path, query } = addressOf(view);
        told.push(...found.slice(0, 3).map((what) => `seed ${view.seed}, ${path} ${JSON.stringify(query)}: ${what}`));
      }
      expect(told).toEqual([]);
      expect(looked).toBe(share);
    },
    limitMs,
  );
});
