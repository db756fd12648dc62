import type { Connector } from '@tandem/connector-kit/connector';
import type { InitiativePlan, ScenarioMade } from '@tandem/contracts/initiative-plan';
import type { RefusedLines } from '@tandem/contracts/initiative-intake';
import { z } from 'zod';
import type { AccessStage, Reply } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

type Headers = Readonly<Record<string, string>>;
interface Asked {
  readonly as?: Headers;
  readonly ids?: string[];
  readonly body?: object;
}

/** A tracker with one issue. */
export const tracker: Connector = {
  id: 'tracker',
  title: 'Tracker',
  settings: z.strictObject({}),
  location: () => 'nowhere',
  check: () => Promise.resolve({ ok: true, findings: [] }),
  async *read() {
    // Nothing is read here.
  },
  findItems: () => Promise.resolve({ items: [{ key: 'IDEA-1', url: 'nowhere', fields: {} }], isCut: false }),
};
const tracked = {
  version: 1,
  connections: [{ id: 'tracker', name: 'Tracker', connector: 'tracker', expectedEvery: '1d', settings: {} }],
  organisation: {
    initiatives: {
      jira: {
        connection: 'tracker',
        query: 'all',
        fields: { title: { otherwise: 'Taken in' }, agenda: { otherwise: 'it' } },
      },
    },
  },
};

/** Drives every changing route of initiatives, from an idea to a plan that is kept. */
export async function initiativesLeaveTheirRows({
  drive,
  stage,
  lead,
}: {
  readonly drive: (route: string, asked: Asked) => Promise<{ readonly reply: Reply; readonly rows: string[] }>;
  readonly stage: AccessStage;
  readonly lead: Headers;
}): Promise<void> {
  const rowsOf = async (route: string, asked: Asked) => (await drive(route, asked)).rows;
  const idea = { id: 'faster', title: 'Faster answers', agenda: 'it' };
  const judged = 'judge initiative by gate';
  expect(await rowsOf('POST /api/v1/initiatives/preview', { as: lead, body: idea })).toEqual([]);
  expect(await rowsOf('POST /api/v1/initiatives', { as: lead, body: idea })).toEqual([
    'create initiative by account',
    judged,
  ]);
  const limited = { ...idea, months: [{ month: 1, oneOff: 10 }] };
  expect(await rowsOf('PUT /api/v1/initiatives/:id', { as: lead, ids: ['faster'], body: limited })).toEqual([
    'change initiative by account',
    judged,
  ]);
  const list = { text: 'id,title,agenda\nslower,Slower questions,it\n' };
  const dry = { as: lead, body: { ...list, dryRun: true } };
  expect(await rowsOf('POST /api/v1/initiatives/import', dry)).toEqual([]);
  const brought = { as: lead, body: list };
  expect(await rowsOf('POST /api/v1/initiatives/import', brought)).toEqual(['create initiative by account', judged]);
  // It is there already: nothing changes.
  expect(await rowsOf('POST /api/v1/initiatives/import', brought)).toEqual([]);
  await stage.ask('POST', '/configuration', { headers: adminHeaders, body: { text: JSON.stringify(tracked) } });
  expect(await rowsOf('POST /api/v1/initiatives/jira', { as: lead, body: {} })).toEqual([
    'create initiative by account',
    judged,
  ]);
  const faulty = { as: lead, body: { text: 'id,title,agenda\nlate,Late,nobody\nlost,Lost,nobody\n' } };
  expect(await rowsOf('POST /api/v1/initiatives/import', faulty)).toEqual([
    'refuse refusedLine by account',
    'refuse refusedLine by account',
  ]);
  const { body: refused } = await stage.ask<RefusedLines>('GET', '/initiatives/refused', { headers: lead });
  const [late = '', lost = ''] = refused.lines.map((line) => line.id);
  const mended = { as: lead, ids: [late], body: { cells: { agenda: 'it' } } };
  expect(await rowsOf('PUT /api/v1/initiatives/refused/:id', mended)).toEqual([
    'create initiative by account',
    judged,
    'mend refusedLine by account',
  ]);
  expect(await rowsOf('DELETE /api/v1/initiatives/refused/:id', { as: lead, ids: [lost] })).toEqual([
    'dismiss refusedLine by account',
  ]);
  const kept = await drive('POST /api/v1/initiatives/scenarios', { as: lead, body: { title: 'As it is' } });
  expect(kept.rows).toEqual(['create scenario by account']);
  const { body: plan } = await stage.ask<InitiativePlan>('GET', '/initiatives/plan', { headers: lead });
  const { id } = kept.reply.body as ScenarioMade;
  expect(plan.scenarios.map((one) => one.id)).toEqual([id]);
  expect(await rowsOf('DELETE /api/v1/initiatives/scenarios/:id', { as: lead, ids: [id] })).toEqual([
    'remove scenario by account',
  ]);
}
