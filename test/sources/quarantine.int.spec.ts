import type { AuditPage } from '@tandem/contracts/audit';
import type { MendAnswer, QuarantineList } from '@tandem/contracts/sources';
import { fileOf, goodRow, InputStage } from '../bad-input/input-stage.js';

let stage: InputStage;
beforeAll(async () => {
  stage = await InputStage.open();
});
afterAll(() => stage.close());

const mend = (id: string, body: unknown) => stage.postJson(`/api/v1/sources/${id}/quarantine/mend`, body);
const dismiss = (id: string, body: unknown) => stage.postJson(`/api/v1/sources/${id}/quarantine/dismiss`, body);
const rows = async (id: string, state: string) =>
  (await stage.product.get<QuarantineList>(`/api/v1/sources/${id}/quarantine?state=${state}`)).rows;
const wrong = (id: string, state: string) => `${id},2026-09-03T08:00:00Z,,${state}`;

describe('a refused row of a file', () => {
  it('is mended cell by cell, stored under its own key, and stays mended when the file comes again as it was', async () => {
    const content = fileOf(goodRow('a'), wrong('b', 'escalated'), wrong('c', 'unknown'));
    const page = await stage.source('cells', content);
    const [row] = page.quarantine;
    expect(row).toMatchObject({ line: 3, field: 'state', cells: [{ column: 'id', value: 'b' }, {}, {}, {}] });
    const ids = [row?.id ?? ''];
    const refused = await mend('cells', { rows: { ids }, edit: { cells: { state: 'gone' } } });
    expect([refused.status, refused.problem.issues?.[0]?.field]).toEqual([400, 'state']);
    expect(refused.problem.message).toMatch(/"gone"/);
    expect((await mend('cells', { rows: { ids }, edit: { cells: { colour: 'red' } } })).problem.message).toMatch(
      /no column "colour"/,
    );
    const mended = await mend('cells', { rows: { ids }, edit: { cells: { state: 'met' } } });
    expect(JSON.parse(mended.text)).toMatchObject({ mended: 1, stored: 1, unchanged: 0, stillRefused: 0, left: 0 });
    expect((await stage.stored('cells')).sort()).toEqual(['a', 'b']);
    expect(await rows('cells', 'mended')).toMatchObject([{ id: row?.id, decided: { reason: null } }]);

    const again = await stage.readAgain('cells', content);
    expect(again.source).toMatchObject({ quarantined: 1, lastRun: { stored: 0, unchanged: 1, quarantined: 2 } });
    expect((await stage.stored('cells')).sort()).toEqual(['a', 'b']);
    const { totals } = again;
    expect(totals.received).toBe(totals.stored + totals.unchanged + totals.quarantined);
    expect(totals.runs).toBe(3);
    expect((await mend('cells', { rows: { ids }, edit: null })).status).toBe(404);
  });

  it('is told by the audit trail with what it was and what was changed', async () => {
    const { entries } = await stage.product.get<AuditPage>('/api/v1/audit?action=quarantine.mend');
    expect(entries).toMatchObject([
      {
        subject: { kind: 'connection', id: 'cells' },
        before: { rows: [{ line: 3, raw: wrong('b', 'escalated') }] },
        after: { rows: 1, edit: { cells: { state: 'met' } }, stored: 1 },
      },
    ]);
  });

  it('is mended with all that were refused for the same reason, and those that still do not fit stay', async () => {
    const content = fileOf(wrong('a', 'new'), wrong('b', 'new'), 'c,2026-13-01,,new', wrong('d', 'other'));
    const page = await stage.source('reasons', content);
    const [first] = page.reasons;
    expect(first).toMatchObject({ stream: 'slaCycle', field: 'state', rows: 2 });
    const selection = { reason: first?.reason, stream: first?.stream };
    const as = await mend('reasons', { rows: selection, edit: null });
    expect(JSON.parse(as.text)).toMatchObject({
      runId: null,
      mended: 0,
      stillRefused: 2,
      refused: [{ field: 'state' }, {}],
    });
    const answer = await mend('reasons', { rows: selection, edit: { cells: { state: 'breached' } } });
    expect(JSON.parse(answer.text)).toMatchObject({ mended: 2, stored: 2, stillRefused: 0 });
    expect((await stage.stored('reasons')).sort()).toEqual(['a', 'b']);
    expect((await rows('reasons', 'open')).map(({ line }) => line)).toEqual([4, 5]);
  });

  it('that could not be told apart into cells is written anew as a line of its file', async () => {
    const page = await stage.source('line', fileOf('a,2026-09-03T08:00:00Z,met'));
    const [row] = page.quarantine;
    expect(row).toMatchObject({ cells: null, field: null });
    const ids = [row?.id ?? ''];
    const two = await mend('line', { rows: { ids }, edit: { raw: `${goodRow('a')}\n${goodRow('b')}` } });
    expect([two.status, two.problem.message]).toEqual([400, expect.stringMatching(/more than one row/)]);
    const one = await mend('line', { rows: { ids }, edit: { raw: goodRow('a') } });
    expect(JSON.parse(one.text)).toMatchObject({ mended: 1, stored: 1 });
    expect(await stage.stored('line')).toEqual(['a']);
  });

  it('of a file without ids gets the key that the mended file would give it', async () => {
    const mapping = { naturalKey: { contentAndOccurrence: true } };
    const page = await stage.source('content', fileOf(goodRow('a'), wrong('b', 'escalated')), { mapping });
    const ids = page.quarantine.map(({ id }) => id);
    await mend('content', { rows: { ids }, edit: { cells: { state: 'met' } } });
    const before = await stage.stored('content');
    expect(before).toHaveLength(2);
    const again = await stage.readAgain('content', fileOf(goodRow('a'), wrong('b', 'met')), { mapping });
    expect(again.source.lastRun).toMatchObject({ stored: 0, unchanged: 2 });
    expect(await stage.stored('content')).toEqual(before);
  });

  it('is dismissed with a reason, and stays so when it comes again', async () => {
    const content = fileOf(goodRow('a'), wrong('b', 'escalated'));
    const page = await stage.source('dismissed', content);
    const ids = page.quarantine.map(({ id }) => id);
    expect((await dismiss('dismissed', { rows: { ids }, reason: ' ' })).status).toBe(400);
    const answer = await dismiss('dismissed', { rows: { ids }, reason: 'A test ticket' });
    expect(JSON.parse(answer.text)).toEqual({ dismissed: 1 });
    const again = await stage.readAgain('dismissed', content);
    expect([again.source.quarantined, again.quarantine, again.reasons]).toEqual([0, [], []]);
    expect(await rows('dismissed', 'dismissed')).toMatchObject([{ decided: { reason: 'A test ticket' } }]);
    const { entries } = await stage.product.get<AuditPage>('/api/v1/audit?action=quarantine.dismiss');
    expect(entries).toMatchObject([
      { subject: { kind: 'connection', id: 'dismissed' }, after: { rows: 1, reason: 'A test ticket' } },
    ]);
  });
});

describe('a refused row that was pushed', () => {
  it('is mended as the record that should have been sent', async () => {
    await stage.source('pushed', fileOf(goodRow('a')));
    const record = {
      key: 'p',
      ticket: 'p',
      measure: 'resolution',
      startedAt: '2026-09-01T08:00:00Z',
      state: 'escalated',
    };
    await stage.postJson('/api/v1/push/slaCycle?source=pushed', [record]);
    const [row] = await rows('pushed', 'open');
    expect(row).toMatchObject({ field: 'state', cells: null });
    const ids = [row?.id ?? ''];
    expect((await mend('pushed', { rows: { ids }, edit: { raw: '{' } })).problem.message).toMatch(/JSON object/);
    const answer = await mend('pushed', { rows: { ids }, edit: { cells: { state: 'met' } } });
    expect(JSON.parse(answer.text) as MendAnswer).toMatchObject({ mended: 1, stored: 1 });
    expect((await stage.stored('pushed')).sort()).toEqual(['a', 'p']);
  });

  it('is mended as the end of a record, which is then gone; an end of what nobody knows changes nothing', async () => {
    const record = { key: 'q', ticket: 'q', measure: 'resolution', startedAt: '2026-09-01T08:00:00Z', state: 'met' };
    await stage.postJson('/api/v1/push/slaCycle?source=pushed', [record]);
    const half = (key: string) => ({ key, gone: true, state: 'met' });
    await stage.postJson('/api/v1/push/slaCycle?source=pushed', [half('q'), half('never')]);
    const [q, never] = await rows('pushed', 'open');
    expect([q, never]).toMatchObject([{ field: 'gone' }, { field: 'gone' }]);
    expect(await stage.stored('pushed')).toContain('q');
    const mendAs = async (row: typeof q, key: string) => {
      const edit = { raw: JSON.stringify({ key, gone: true }) };
      return JSON.parse((await mend('pushed', { rows: { ids: [row?.id ?? ''] }, edit })).text) as MendAnswer;
    };
    expect(await mendAs(q, 'q')).toMatchObject({ mended: 1, stored: 1, unchanged: 0, stillRefused: 0 });
    expect(await mendAs(never, 'never')).toMatchObject({ mended: 1, stored: 0, unchanged: 1, stillRefused: 0 });
    expect((await stage.stored('pushed')).sort()).toEqual(['a', 'p']);
    expect(await rows('pushed', 'open')).toEqual([]);
  });

  it('is found in no other source, and refused with its place for a wrong selection', async () => {
    const [row] = await rows('pushed', 'mended');
    expect((await dismiss('cells', { rows: { ids: [row?.id ?? ''] }, reason: 'Not mine' })).text).toBe(
      '{"dismissed":0}',
    );
    expect((await mend('nowhere', { rows: { ids: ['1'] }, edit: null })).status).toBe(404);
    for (const body of [
      { rows: { ids: [] }, edit: null },
      { rows: { ids: ['x'] }, edit: null },
      { rows: {}, edit: null },
    ])
      expect((await mend('cells', body)).status).toBe(400);
  });
});
