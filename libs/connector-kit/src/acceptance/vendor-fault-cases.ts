import assert from 'node:assert/strict';
import type { ConnectorFailure, FailureAction } from '../connector-failure.js';
import type { Trial } from './trial.js';
import type { Fault } from './vendor-server.js';
import type { VendorStub } from './vendor-stub.js';

/** Cases of the acceptance suite in which the vendor answers badly, or leads astray. */

export async function waitsWhenTold<Settings>(trial: Trial<Settings>): Promise<void> {
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

export async function recovers<Settings>(trial: Trial<Settings>, fault: Fault): Promise<void> {
  trial.addRows(somePages(trial));
  trial.fault = (_, number) => (number === 1 || (number === 3 && fault !== 'silent') ? fault : null);
  await trial.syncWhole();
  assert.ok(trial.waits.length > 0, 'nothing waited before it tried again');
  await trial.assertComplete();
}

export async function givesUp<Settings>(trial: Trial<Settings>): Promise<void> {
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

export async function refuses<Settings>(trial: Trial<Settings>, status: number, action: FailureAction): Promise<void> {
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

export async function followsNothingInwards<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(3);
  trial.fault = () => ({ status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' }, body: {} });
  const failure = await trial.sync();
  assert.match(failure?.code ?? 'no failure', /^(addressRefused|redirectRefused)$/);
  assert.equal(trial.records.size, 0);
}

export async function contactsNothingPrivate<Settings>(trial: Trial<Settings>): Promise<void> {
  trial.addRows(3);
  const failure = await trial.sync({ allowPrivateAddresses: false });
  assert.equal(failure?.code, 'addressRefused');
  assert.equal(trial.requests.length, 0);
  assert.ok(
    trial.stub.connector.contacts?.(trial.settings()).some((address) => address.startsWith(trial.origin)),
    'contacts() does not name the address',
  );
}

/** Rows that span several pages. */
export function somePages<Settings>({ stub }: { readonly stub: VendorStub<Settings> }): number {
  return stub.pageSize * 2 + 3;
}

export function errorOf<Settings>({ stub }: Trial<Settings>, status: number) {
  return stub.errorBody?.(status) ?? { message: `error ${status}` };
}
