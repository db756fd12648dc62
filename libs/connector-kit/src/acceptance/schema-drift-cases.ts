import assert from 'node:assert/strict';
import type { Trial } from './trial.js';

/** Cases of the acceptance suite in which the vendor changes its build. */

export async function reportsNewField<Settings>(trial: Trial<Settings>): Promise<void> {
  await afterChange(trial, (row) => ({ ...row, fieldOfTomorrow: 7 }));
  assert.ok(
    trial.findings.some(({ kind, field }) => kind === 'fieldAdded' && field === 'fieldOfTomorrow'),
    'nobody says that there is a new field',
  );
  assert.deepEqual(trial.rejected.slice(0, 2), []);
  await trial.assertComplete();
}

export async function reportsGoneField<Settings>(trial: Trial<Settings>): Promise<void> {
  const { neededField } = trial.stub;
  await afterChange(trial, ({ [neededField]: _, ...rest }) => rest);
  assert.ok(
    trial.findings.some(({ kind, field }) => kind === 'fieldRemoved' && field === neededField),
    'nobody says that the field is gone',
  );
  assert.ok(trial.rejected.length > 0, 'rows without a field that their record needs were taken');
}

export async function reportsChangedField<Settings>(trial: Trial<Settings>): Promise<void> {
  const { neededField } = trial.stub;
  await afterChange(trial, (row) => ({ ...row, [neededField]: { nested: { value: 1 } } }));
  assert.ok(
    trial.findings.some(({ kind, field }) => kind === 'fieldChanged' && field === neededField),
    'nobody says that the values are of another kind',
  );
  assert.ok(trial.rejected.length > 0, 'rows with a value of another kind were taken');
}

/** Syncs, lets the vendor change its build, and syncs again. */
async function afterChange<Settings>(
  trial: Trial<Settings>,
  build: (row: Trial<Settings>['rows'][number]) => Trial<Settings>['rows'][number],
): Promise<void> {
  trial.addRows(4);
  await trial.syncWhole();
  trial.passMinutes(10);
  for (const index of trial.rows.keys()) trial.changeRow(index);
  trial.rows = trial.rows.map((row) => build(row));
  const failure = await trial.sync();
  assert.equal(failure, null, failure?.message);
}
