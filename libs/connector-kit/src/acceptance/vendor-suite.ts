import assert from 'node:assert/strict';
import type { ConnectorFailure, FailureAction } from '../connector-failure.js';
import type { Page } from '../connector.js';
import { type AcceptanceCase } from '../acceptance-suite.js';
import { problemsOf } from './record-problems.js';
import { Trial } from './trial.js';
import type { Fault } from './vendor-server.js';
import type { VendorStub } from './vendor-stub.js';

type Work<Settings> = (trial: Trial<Settings>) => Promise<void>;

/**
 * What every connector to a vendor owes, as cases for its spec:
 * `for (const { title, run } of vendorSuite(stub)) it(title, run)`. Nothing waits: time is the trial's own.
 */
export function vendorSuite<Settings>(stub: VendorStub<Settings>): readonly AcceptanceCase[] {
  const on = (title: string, work: Work<Settings>, limits = {}): AcceptanceCase => ({
    title: `${stub.stream}: ${title}`,
    run: () => Trial.of(stub, work, limits),
  });
  return [
    on('reads every row over several pages, as canonical records', readsEverything),
    on('says in a check what can be read, and shows some of it', checks),
    on('goes on after any page as if never interrupted', resumes),
    on('stops when told to', stops),
    on('loses none of 420 rows of one instant at the edge of a page', readsTies),
    on('finds what was changed and added while it was reading', findsChangesWhileReading),
    on('finds changes run after run, and moves no state for a backfilled window', findsChangesLater),
    on('comes to the same from duplicated and reordered pages', readsDisorder),
    on('loses nothing to a vendor whose clock is two hours behind', (trial) => survivesSkew(trial, -120)),
    on('loses nothing to a vendor whose clock is two hours ahead', (trial) => survivesSkew(trial, 120)),
    on('waits as long as a 429 asks for', waitsWhenTold),
    on('tries a 500 again', (trial) => recovers(trial, { status: 500, body: errorOf(trial, 500) })),
    on('tries an answer that breaks off in its middle again', (trial) => recovers(trial, 'cutOff')),
    on('tries an answer that falls silent in its middle again', (trial) => recovers(trial, 'silent'), {
      bodyTimeoutMs: 200,
    }),
    on('gives up on a vendor that stays broken, and keeps its place', givesUp),
    on('asks for other credentials after a 401, at once', (trial) => refuses(trial, 401, 'configuration')),
    on('says after a 403 what may not be read', (trial) => refuses(trial, 403, 'configuration')),
    on('says after a 404 what is not there', (trial) => refuses(trial, 404, 'configuration')),
    on('takes no web page for data', (trial) => refuses(trial, 200, 'sourceChanged')),
    on('follows no redirect inwards', followsNothingInwards),
    on('contacts no private address unless allowed', contactsNothingPrivate),
    on('reports a field that is new', reportsNewField),
    on('reports a field that is gone, and fills its place with nothing', reportsGoneField),
    on('reports a field whose values are of another kind', reportsChangedField),
  ];
}

const somePages = <Settings>({ stub }: Trial<Settings>) => stub.pageSize * 2 + 3;

async function readsEverything<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  await trial.syncWhole();
  await trial.assertComplete();
  assert.deepEqual(trial.rejected.slice(0, 3), [], 'rows that were rejected');
  const problems = [...trial.records.values()].flatMap((record) => problemsOf(record));
  assert.deepEqual(problems.slice(0, 5), []);
}

async function checks<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(3);
  const good = await trial.check();
  assert.equal(good.ok, true, good.findings.join(' '));
  assert.ok((good.records?.length ?? 0) > 0, 'the check shows no record');
  trial.fault = () => ({ status: 401, body: errorOf(trial, 401) });
  const bad = await trial.check().catch((error: unknown) => assert.fail(`the check threw ${String(error)}`));
  assert.equal(bad.ok, false);
  assert.ok(bad.findings.join('').length > 20, 'the check does not say what is wrong');
}

async function resumes<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  const whole: Page[] = [];
  for await (const page of trial.read()) whole.push(page);
  assert.ok(whole.length > 2, 'the rows must span several pages');
  for (let read = 1; read < whole.length; read += 1) {
    const before = new Trial(trial.stub);
    for (const page of whole.slice(0, read)) before.keep(page);
    const cursor = JSON.parse(JSON.stringify(whole[read - 1]?.cursor ?? null)) as Page['cursor'];
    for await (const page of trial.read({ cursor, states: [...before.states.values()] })) before.keep(page);
    const all = new Trial(trial.stub);
    for (const page of whole) all.keep(page);
    assert.deepEqual([...before.records.keys()].sort(), [...all.records.keys()].sort(), `records after page ${read}`);
    assert.equal(before.stateText(), all.stateText(), `state after page ${read}`);
  }
}

async function stops<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  const stop = new AbortController();
  const pages = trial.read({ signal: stop.signal })[Symbol.asyncIterator]();
  assert.equal((await pages.next()).done, false);
  stop.abort();
  await assert.rejects(async () => {
    await pages.next();
  }, 'a page was delivered after the signal');
}

async function readsTies<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addTies(Math.max(1, trial.stub.pageSize - 7), 90);
  trial.addTies(420, 60);
  trial.addRows(5);
  await trial.syncWhole();
  await trial.assertComplete();
  trial.passMinutes(5);
  trial.changeRow(trial.rows.length - 6);
  await trial.syncWhole();
  await trial.assertComplete();
}

async function findsChangesWhileReading<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  let done = false;
  trial.meanwhile = () => {
    if (done || trial.requests.length < 2) return;
    done = true;
    trial.changeRow(2);
    trial.changeRow(trial.stub.pageSize + 1);
    trial.addTies(1, 0);
  };
  await trial.syncWhole();
  assert.ok(done, 'one request was enough, so nothing changed while reading');
  trial.passMinutes(1);
  await trial.syncWhole();
  await trial.assertComplete();
}

async function findsChangesLater<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  await trial.syncWhole();
  for (let round = 0; round < 3; round += 1) {
    trial.passMinutes(30);
    trial.changeRow(round * 2);
    trial.addTies(2, 0);
    await trial.syncWhole();
    await trial.assertComplete();
  }
  const before = JSON.stringify([...trial.states]);
  const to = trial.vendorNow.toISOString();
  const from = new Date(trial.vendorNow.getTime() - 3 * 86_400_000).toISOString();
  assert.equal(await trial.sync({ window: { from, to } }), null);
  assert.equal(JSON.stringify([...trial.states]), before, 'the backfill moved the state');
  await trial.assertComplete();
}

async function readsDisorder<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  trial.isDisordered = true;
  await trial.syncWhole();
  await trial.assertComplete();
  trial.passMinutes(10);
  trial.changeRow(1);
  await trial.syncWhole();
  await trial.assertComplete();
}

async function survivesSkew<Settings>(trial: Trial<Settings>, minutes: number): Promise<void> {
  trial.skewMs = minutes * 60_000;
  trial.addRows(4);
  await trial.syncWhole();
  assert.ok(
    trial.findings.some(({ kind }) => kind === 'clockSkew'),
    'nobody says that the clock of the source is wrong',
  );
  for (let round = 0; round < 2; round += 1) {
    trial.passMinutes(1);
    trial.changeRow(round);
    trial.addTies(1, 0);
    await trial.syncWhole();
    await trial.assertComplete();
  }
}

async function waitsWhenTold<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(somePages(trial));
  trial.fault = (_, number) =>
    number === 1 ? { status: 429, headers: { 'retry-after': '37' }, body: errorOf(trial, 429) } : null;
  await trial.syncWhole();
  assert.ok(
    trial.waits.some((ms) => ms >= 37_000),
    `waited ${trial.waits.join(', ')} ms instead of 37 seconds`,
  );
  await trial.assertComplete();
}

async function recovers<Settings>(trial: Trial<Settings>, fault: Fault): Promise<void> {
  trial.addRows(somePages(trial));
  trial.fault = (_, number) => (number === 1 || (number === 3 && fault !== 'silent') ? fault : null);
  await trial.syncWhole();
  assert.ok(trial.waits.length > 0, 'nothing waited before it tried again');
  await trial.assertComplete();
}

async function givesUp<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(3);
  await trial.syncWhole();
  const place = trial.stateText();
  trial.passMinutes(10);
  trial.changeRow(1);
  trial.addTies(1, 0);
  trial.forgetRequests();
  trial.fault = () => ({ status: 503, body: errorOf(trial, 503) });
  const failure = await trial.sync();
  assertSays(trial, failure, 'retry');
  assert.ok(trial.requests.length > 1 && trial.requests.length < 20, `${trial.requests.length} requests`);
  assert.equal(trial.stateText(), place, 'a failed sync moved the state');
  trial.fault = () => null;
  await trial.syncWhole();
  await trial.assertComplete();
}

async function refuses<Settings>(trial: Trial<Settings>, status: number, action: FailureAction): Promise<void> {
  trial.addRows(3);
  const body = status === 200 ? '<!doctype html><title>Sign in</title>' : errorOf(trial, status);
  trial.fault = () => ({ status, body });
  const failure = await trial.sync();
  assertSays(trial, failure, action);
  assert.equal(trial.records.size, 0);
  assert.equal(trial.states.size, 0, 'a failed sync moved the state');
  assert.ok(trial.requests.length <= 3, `asked ${trial.requests.length} times although nothing changes by asking`);
  trial.fault = () => null;
  await trial.syncWhole();
  await trial.assertComplete();
}

function assertSays<Settings>(trial: Trial<Settings>, failure: ConnectorFailure | null, action: FailureAction): void {
  assert.ok(failure, 'the sync succeeded');
  assert.equal(failure.action, action, `${failure.code}: ${failure.message}`);
  assert.match(failure.message, /\w.*\.$/, 'the message is no sentence');
  assert.ok(failure.hint.length > 20, 'there is no hint what to do');
  for (const secret of trial.secrets())
    assert.ok(
      !JSON.stringify([failure.message, failure.hint, failure.stack]).includes(secret),
      'a secret is in the message',
    );
}

async function followsNothingInwards<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(3);
  trial.fault = () => ({ status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' }, body: {} });
  const failure = await trial.sync();
  assert.match(failure?.code ?? 'no failure', /^(addressRefused|redirectRefused)$/);
  assert.equal(trial.records.size, 0);
}

async function contactsNothingPrivate<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(3);
  const failure = await trial.sync({ allowPrivateAddresses: false });
  assert.equal(failure?.code, 'addressRefused');
  assert.equal(trial.requests.length, 0);
  assert.ok(
    trial.stub.connector.contacts?.(trial.settings()).some((address) => address.startsWith(trial.origin)),
    'contacts() does not name the address',
  );
}

async function reportsNewField<Settings>(trial: Trial<Settings>): Promise<void> {
  await afterChange(trial, (row) => ({ ...row, fieldOfTomorrow: 7 }));
  assert.ok(
    trial.findings.some(({ kind, field }) => kind === 'fieldAdded' && field === 'fieldOfTomorrow'),
    'nobody says that there is a new field',
  );
  assert.deepEqual(trial.rejected.slice(0, 2), []);
  await trial.assertComplete();
}

async function reportsGoneField<Settings>(trial: Trial<Settings>): Promise<void> {
  const { neededField } = trial.stub;
  await afterChange(trial, ({ [neededField]: _, ...rest }) => rest);
  assert.ok(
    trial.findings.some(({ kind, field }) => kind === 'fieldRemoved' && field === neededField),
    'nobody says that the field is gone',
  );
  assert.ok(trial.rejected.length > 0, 'rows without a field that their record needs were taken');
}

async function reportsChangedField<Settings>(trial: Trial<Settings>): Promise<void> {
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

function errorOf<Settings>({ stub }: Trial<Settings>, status: number) {
  return stub.errorBody?.(status) ?? { message: `error ${status}` };
}
