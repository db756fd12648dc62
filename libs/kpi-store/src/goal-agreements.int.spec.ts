import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { dropBiSchemas } from './bi/write-bi-schema.js';
import { createConfigurationStore } from './repositories/configuration-store.js';
import { grantToAppRole } from './workspace/app-role.js';
import { ownerDataSource } from './workspace/prepare-database.js';
import { migrations } from './migrations/all-migrations.js';
import { GoalAgreements1763930000000 } from './migrations/1763930000000-goal-agreements.js';

const goal = (target: string, owners: object) => ({
  id: 'helped',
  title: 'Helped',
  outcome: 'Fewer leave.',
  start: '2026-01-01',
  due: '2026-12-31',
  owners,
  keyResults: [{ id: 'kr', kind: 'reach', metric: 'm', baseline: '1', target }],
});
const both = { marketing: 'digital', it: 'service' };

describe('an installation that gets the agreements on goals', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  /** Writes goals as they were kept before, and migrates. */
  async function migrateWith(revisions: readonly object[]): Promise<void> {
    const steps = migrations.length - migrations.indexOf(GoalAgreements1763930000000);
    await database.asOwner(dropBiSchemas);
    const owner = await ownerDataSource(database.url).initialize();
    try {
      for (let step = 0; step < steps; step += 1) await owner.undoLastMigration();
      const last = JSON.stringify(revisions.at(-1));
      await database.pool.query(
        `insert into goal (id, definition, position, created_at) values ('helped', $1, 1, '2026-02-01T00:00:00Z')`,
        [last],
      );
      for (const [index, content] of revisions.entries()) {
        await database.pool.query(
          `insert into configuration_revision (kind, subject_id, position, content, known_from, recorded_at)
           values ('goal', 'helped', 1, $1, $2, $2)`,
          [JSON.stringify(content), `2026-0${index + 2}-01T00:00:00Z`],
        );
      }
      await owner.runMigrations();
      await database.asOwner(grantToAppRole);
    } finally {
      await owner.destroy();
    }
  }
  const known = async (asKnownAt: string | null) => {
    const at = asKnownAt === null ? null : new Date(asKnownAt);
    const now = new Date('2026-11-01T00:00:00Z');
    const { goals, goalStates } = await createConfigurationStore(database).known({ now, asKnownAt: at });
    const [first] = goals[0]?.keyResults ?? [];
    return { target: first?.kind === 'reach' ? first.target : null, ...goalStates?.get('helped') };
  };

  it('keeps a goal of both sides published, without a counter-metric, and each earlier target', async () => {
    await migrateWith([goal('8', both), { ...goal('8', both), title: 'Renamed' }, goal('9', both)]);
    expect(await known(null)).toMatchObject({ target: '9', version: 2, published: true, awaitsSignatures: false });
    expect(await known('2026-03-15T00:00:00Z')).toMatchObject({ target: '8', version: 1, published: true });
  });

  it('leaves a goal without both owners the draft that it was', async () => {
    await migrateWith([goal('8', { it: 'service' })]);
    expect(await known(null)).toMatchObject({ target: '8', published: false });
  });
});
