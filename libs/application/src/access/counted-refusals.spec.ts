import type { AccessJournal } from './access-ports.js';
import { countedRefusals, refusalLimits, type Refusal } from './counted-refusals.js';

type Row = Parameters<AccessJournal['note']>[0];

function stage() {
  const rows: Row[] = [];
  const holder = { now: new Date('2026-11-10T08:00:00Z') };
  const journal = { note: (row: Row) => Promise.resolve(void rows.push(row)) };
  const refusals = countedRefusals({ journal, clock: () => holder.now });
  const later = (ms: number) => (holder.now = new Date(holder.now.getTime() + ms));
  const told = () => rows.map(({ subjectId, details }) => `${subjectId} ${details?.['times'] ?? 'first'}`);
  return { rows, refusals, later, told };
}

const refusal: Refusal = {
  actor: 'visitor',
  action: 'access.refused',
  subjectKind: 'route',
  subjectId: 'GET /a',
  address: '192.0.2.1',
};

describe('refusals that are counted', () => {
  it('are a row at once, and one more for all that followed when the window is over', async () => {
    const { rows, refusals, later, told } = stage();
    for (let time = 0; time < 500; time += 1) await refusals.note(refusal);
    await refusals.note({ ...refusal, subjectId: 'GET /b' });
    expect(told()).toEqual(['GET /a first', 'GET /b first']);
    later(refusalLimits.windowMs);
    await refusals.note(refusal);
    expect(told().slice(2)).toEqual(['GET /a 499', 'GET /a first']);
    expect(rows[2]?.details).toEqual({ address: '192.0.2.1', times: 499, since: '2026-11-10T08:00:00.000Z' });
  });

  it('are all told when the process ends, once', async () => {
    const { refusals, told } = stage();
    await Promise.all([refusals.note(refusal), refusals.note(refusal), refusals.note(refusal)]);
    await Promise.all([refusals.flush(), refusals.flush()]);
    expect(told()).toEqual(['GET /a first', 'GET /a 2']);
  });

  it('stay few however many kinds and addresses there are, and none is left out of the count', async () => {
    const { rows, refusals } = stage();
    const sent = 3 * 2_000;
    for (let route = 0; route < 3; route += 1)
      for (let address = 0; address < 2_000; address += 1)
        await refusals.note({ ...refusal, subjectId: `GET /${route}`, address: `10.0.${address % 250}.${address}` });
    await refusals.flush();
    expect(rows.length).toBeLessThanOrEqual(2 * (refusalLimits.kinds + 1));
    const counted = rows.reduce((sum, { details }) => sum + Number(details?.['times'] ?? 1), 0);
    expect(counted).toBe(sent);
  });

  it('of one address take no more than its share, so that those of others are told apart', async () => {
    const { refusals, told } = stage();
    for (let route = 0; route < 50; route += 1) await refusals.note({ ...refusal, subjectId: `GET /${route}` });
    await refusals.note({ ...refusal, subjectId: 'GET /other', address: '192.0.2.2' });
    await refusals.flush();
    expect(told().slice(refusalLimits.kindsOfAddress)).toEqual(['further first', 'GET /other first', 'further 39']);
  });
});
