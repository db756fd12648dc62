import assert from 'node:assert/strict';
import type { Page } from '../connector.js';
import { type AcceptanceCase } from '../acceptance-suite.js';
import { problemsOf } from './record-problems.js';
import { reportsChangedField, reportsGoneField, reportsNewField } from './schema-drift-cases.js';
import { Trial, type DefineConnector } from './trial.js';
import {
  contactsNothingPrivate,
  errorOf,
  followsNothingInwards,
  givesUp,
  recovers,
  refuses,
  somePages,
  waitsWhenTold,
} from './vendor-fault-cases.js';
import { takesBack } from './deletion-cases.js';
import type { VendorStub } from './vendor-stub.js';

type Work<Settings> = (trial: Trial<Settings>) => Promise<void>;

/**
 * What every connector to a vendor owes, as cases for its spec:
 * `for (const { title, run } of vendorSuite(stub)) it(title, run)`. Nothing waits: time is the trial's own.
 */
export function vendorSuite<Settings>(
  stub: VendorStub<Settings>,
  define?: DefineConnector<Settings>,
): readonly AcceptanceCase[] {
  const on = (title: string, work: Work<Settings>, limits = {}): AcceptanceCase => ({
    title: `${stub.stream}: ${title}`,
    run: () => Trial.of(stub, work, limits, define),
  });
  return [
    on('reads every row over several pages, as canonical records', readsEverything),
    on('says in a check what can be read, and shows some of it', checks),
    on('goes on after any page as if never interrupted', resumes),
    on('stops when told to', stops),
    on('loses none of 420 rows of one instant at the edge of a page', readsTies),
    on('finds what was changed and added while it was reading', findsChangesWhileReading),
    on('finds changes run after run, and moves no state for a backfilled window', findsChangesLater),
    ...(tellsDeletions(stub)
      ? [on('takes back what the vendor deleted, and brings back what it restored', takesBack)]
      : []),
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

/** Whether a stream of the connector says what was deleted of that which this stub's stream delivers. */
function tellsDeletions<Settings>({ connector: { declaration }, stream: name }: VendorStub<Settings>): boolean {
  const delivers: readonly string[] = declaration.streams.find((stream) => stream.name === name)?.delivers ?? [];
  return declaration.streams.some((one) => one.takesBack && one.delivers.some((stream) => delivers.includes(stream)));
}

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
