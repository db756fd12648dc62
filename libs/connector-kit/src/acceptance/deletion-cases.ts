import assert from 'node:assert/strict';
import type { VendorStub } from './vendor-stub.js';
import { Trial } from './trial.js';

/** What the vendor deletes is taken back with the next sync, told again it changes nothing, and what it restores comes back. */
export async function takesBack<Settings>(trial: Trial<Settings>): Promise<void> {
  const { deletions } = trial.stub;
  assert.ok(deletions, 'the connector takes deletions back, and its stub does not say how the vendor shows them');
  const settings = deletions.settings ?? trial.stub.settings;
  const stub: VendorStub<Settings> = { ...trial.stub, settings };
  await Trial.of(stub, async (own) => {
    own.addRows(4);
    own.passMinutes(5);
    await own.syncWhole();
    const before = own.records.size;
    own.passMinutes(5);
    own.changeRow(1, deletions.remove);
    await own.syncWhole();
    assert.ok(own.records.size < before, 'what the vendor deleted is still there');
    assert.ok(own.tombstones.size > 0, 'no page said what is gone');
    await own.assertComplete();
    own.passMinutes(5);
    await own.syncWhole();
    await own.assertComplete();
    own.changeRow(1, deletions.restore);
    own.passMinutes(5);
    await own.syncWhole();
    assert.equal(own.records.size, before, 'what the vendor restored has not come back');
    await own.assertComplete();
  });
}
