import type { Note } from '@tandem/contracts/notes';
import type { Reply } from '../access/access-stage.js';

type Headers = Readonly<Record<string, string>>;
type Drive = (
  route: string,
  asked: { readonly as?: Headers; readonly ids?: string[]; readonly body?: object },
) => Promise<{ readonly reply: Reply; readonly rows: string[] }>;

/** Drives every changing route of notes, and of what somebody follows. `lead` speaks for marketing. */
export async function notesLeaveTheirRows(drive: Drive, lead: Headers): Promise<void> {
  for (const [route, id] of [
    ['POST /api/v1/metrics/:key/notes', 'cycles'],
    ['POST /api/v1/goals/:id/notes', 'more'],
  ] as const) {
    const made = await drive(route, { as: lead, ids: [id], body: { text: 'The campaign began.', day: '2026-11-02' } });
    expect(made.rows).toEqual(['create note by campaigns']);
    const ids = [(made.reply.body as Note).id];
    const rewrite = { as: lead, ids, body: { text: 'The autumn campaign began.', day: '2026-11-02' } };
    expect((await drive('PUT /api/v1/notes/:id', rewrite)).rows).toEqual(['change note by campaigns']);
    expect((await drive('PUT /api/v1/notes/:id', rewrite)).rows).toEqual([]);
    expect((await drive('DELETE /api/v1/notes/:id', { as: lead, ids })).rows).toEqual(['remove note by campaigns']);
  }
  const followed = { as: lead, ids: ['cycles'] };
  expect((await drive('PUT /api/v1/account/followed/:key', followed)).rows).toEqual([
    'metric.follow account by account',
  ]);
  expect((await drive('PUT /api/v1/account/followed/:key', followed)).rows).toEqual([]);
  expect((await drive('DELETE /api/v1/account/followed/:key', followed)).rows).toEqual([
    'metric.unfollow account by account',
  ]);
  expect((await drive('DELETE /api/v1/account/followed/:key', followed)).rows).toEqual([]);
}
