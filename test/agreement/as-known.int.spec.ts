import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';
import { begin, happening, World } from './changing-world.js';

describe('what was known at a time', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  it('is answered the same for ever, to the byte, whatever happens afterwards', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(happening, { minLength: 2, maxLength: 10 }),
          fc.array(happening, { minLength: 1, maxLength: 10 }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          async (before, after, share) => {
            const world = new World(database);
            await world.begin();
            for (const what of before) await world.happen(what);
            const at = new Date(begin + share * (world.now.getTime() - begin)).toISOString();
            const known = await world.ask(at);
            expect(await world.ask(at)).toBe(known);
            for (const what of after) await world.happen(what);
            expect(JSON.parse(await world.ask(at))).toEqual(JSON.parse(known));
            expect(await world.ask(at)).toBe(known);
          },
        )
        .beforeEach(async () => {
          await database.close();
          database = await openTestDatabase();
        }),
      { numRuns: 12 },
    );
  }, 300_000);

  it('is empty before anything was configured, and withholds nothing that was', async () => {
    const world = new World(database);
    await world.begin();
    await expect(world.ask(new Date(begin - 1).toISOString())).rejects.toThrow(
      'There was no metric "attainment" as known at',
    );
    const before = await world.ask(new Date(begin).toISOString());
    await world.happen({ kind: 'target', value: 77 });
    expect(await world.ask(new Date(begin).toISOString())).toBe(before);
    expect(await world.ask(world.now.toISOString())).not.toBe(before);
  });
});
