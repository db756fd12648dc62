import type { AccountList, SessionState } from '@tandem/contracts/access';
import type { Problem } from '@tandem/contracts/common';
import type { MetricPage, MetricList } from '@tandem/contracts/metrics';
import type { MetricVersionList, Proposal } from '@tandem/contracts/proposals';
import { adminHeaders } from '../product/admin-access.js';
import { AccessStage, type Reply } from './access-stage.js';

const definition = {
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['dueAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
  },
  unit: '%',
  precision: 1,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
};
const teams = [
  { id: 'desk', title: 'Service Desk', side: 'it' },
  { id: 'platform', title: 'Platform', side: 'it' },
  { id: 'search', title: 'Search', side: 'marketing' },
];
const helper = { id: 'helper', name: 'Lead of the desk', side: 'it', team: 'desk' };
const builder = { id: 'builder', name: 'Lead of the platform', side: 'it', team: 'platform' };
const people = [
  { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
  helper,
  builder,
  { id: 'junior', name: 'Agent of the desk', side: 'it', team: 'desk' },
];
const metric = (more: object = {}) => ({
  key: 'attainment',
  title: 'Attainment',
  description: 'Promises kept',
  owners: { marketing: 'campaigns', it: 'desk' },
  ...definition,
  ...more,
});
const goal = {
  id: 'kept',
  title: 'Promises are kept',
  outcome: 'Customers stay.',
  start: '2026-10-01',
  due: '2026-12-31',
  owners: { marketing: 'search', it: 'desk' },
  keyResults: [{ id: 'attainment', kind: 'reach', metric: 'attainment', baseline: 60, target: 80 }],
};
const guardrail = {
  id: 'floor',
  title: 'Never below half',
  metric: 'attainment',
  atLeast: 50,
  owners: { it: 'platform' },
};

describe('teams', () => {
  let stage: AccessStage;
  let as: Record<'campaigns' | 'helper' | 'builder' | 'junior', Readonly<Record<string, string>>>;

  beforeEach(async () => {
    stage = await AccessStage.open();
    expect(await apply({ teams, people, metrics: [metric()], goals: [goal], guardrails: [guardrail] })).toEqual([]);
    as = {
      campaigns: await stage.person('campaigns@example.org', 'owner', 'marketing', 'campaigns'),
      helper: await stage.person('helper@example.org', 'owner', 'it', 'helper'),
      builder: await stage.person('builder@example.org', 'administrator', 'it', 'builder'),
      junior: await stage.person('junior@example.org', 'contributor', 'it', 'junior'),
    };
  });
  afterEach(() => stage.close());

  /** What is wrong with the file; it was applied when nothing is. */
  async function apply(part: object): Promise<string[]> {
    stage.later(60_000);
    const { status, body } = await stage.ask<Problem>('POST', '/configuration', {
      headers: adminHeaders,
      body: { text: JSON.stringify({ version: 1, ...part }) },
    });
    expect([200, 400]).toContain(status);
    return status === 200 ? [] : (body.issues ?? []).map(({ field, reason }) => `${field}: ${reason}`);
  }
  async function propose(by: keyof typeof as = 'campaigns', precision = 2): Promise<Proposal> {
    stage.later(60_000);
    const { status, body } = await stage.ask<Proposal>('POST', '/metrics/attainment/proposals', {
      headers: as[by],
      body: { definition: { ...definition, precision }, reason: 'Tenths hide what moves' },
    });
    expect([status, body]).toEqual([201, body]);
    return body;
  }
  function decide(by: keyof typeof as, { id }: Proposal, act: 'sign' | 'refuse' | 'withdraw' = 'sign') {
    stage.later(60_000);
    const body = act === 'refuse' ? { reason: 'No' } : {};
    return stage.ask<Proposal & Problem>('POST', `/metrics/attainment/proposals/${id}/${act}`, {
      headers: as[by],
      body,
    });
  }
  const told = ({ status, body }: Reply<Problem>) => `${status} ${body.message}`;
  const onlyDesk = (by: string) =>
    `403 The team Service Desk decides for IT, and ${by} is not in it. Ask somebody of the team.`;

  it('sign by their members: not by somebody of another team of the side, nor below the role of an owner', async () => {
    const made = await propose();
    expect(made.waitsFor).toEqual(['it']);
    expect(told(await decide('builder', made))).toBe(onlyDesk('builder'));
    expect(told(await decide('builder', made, 'refuse'))).toBe(onlyDesk('builder'));
    expect((await decide('junior', made)).status).toBe(403);
    const signed = await decide('helper', made);
    expect(signed).toMatchObject({ status: 200, body: { state: 'accepted', version: 2 } });
    expect(signed.body.steps.map(({ step, side, by }) => `${step} ${side} ${by?.name}`)).toEqual([
      'propose marketing Head of Campaigns',
      'sign marketing Head of Campaigns',
      'sign it Lead of the desk',
      'accept null undefined',
    ]);
  });

  it('gain and lose a member from the next request on', async () => {
    const made = await propose();
    const { team: _team, ...moved } = helper;
    expect(await apply({ people: [moved] })).toEqual([]);
    expect(told(await decide('helper', made))).toBe(onlyDesk('helper'));
    expect(await apply({ people: [{ ...builder, team: 'desk' }] })).toEqual([]);
    expect((await decide('builder', made)).body.state).toBe('accepted');
  });

  it('keep their say in the next change after they were replaced as the owner, and no longer', async () => {
    expect(await apply({ metrics: [metric({ owners: { marketing: 'campaigns', it: 'builder' } })] })).toEqual([]);
    const first = await propose();
    expect(told(await decide('builder', first))).toBe(onlyDesk('builder'));
    expect((await decide('helper', first)).body.state).toBe('accepted');
    const second = await propose('campaigns', 3);
    expect((await decide('builder', second)).body.state).toBe('accepted');
  });

  it('do not sign by what somebody of another team proposes', async () => {
    const made = await propose('builder');
    expect(made).toMatchObject({ side: 'it', waitsFor: ['marketing', 'it'], steps: [{ step: 'propose' }] });
    expect((await decide('campaigns', made)).body.waitsFor).toEqual(['it']);
    expect((await decide('helper', made)).body.state).toBe('accepted');
  });

  it('do not sign by what a contributor among them proposes: it waits for both sides', async () => {
    const made = await propose('junior');
    expect(made).toMatchObject({ state: 'open', side: 'it', waitsFor: ['marketing', 'it'] });
    expect(made.steps.map(({ step }) => step)).toEqual(['propose']);
    expect(made.signingTeams).toEqual({ marketing: null, it: { id: 'desk', name: 'Service Desk' } });
    expect((await decide('campaigns', made)).body.waitsFor).toEqual(['it']);
    expect((await decide('helper', made)).body).toMatchObject({ state: 'accepted', version: 2 });
    const again = await propose('junior', 3);
    expect((await decide('junior', again, 'withdraw')).body.state).toBe('withdrawn');
  });

  it('are not gone around where one side alone owns: who may not sign changes nothing at once', async () => {
    expect(await apply({ metrics: [metric({ key: 'alone', owners: { it: 'desk' } })] })).toEqual([]);
    const proposing = async (by: keyof typeof as, precision: number) => {
      stage.later(60_000);
      const body = { definition: { ...definition, precision }, reason: 'Finer' };
      return (await stage.ask<Proposal>('POST', '/metrics/alone/proposals', { headers: as[by], body })).body;
    };
    for (const by of ['junior', 'builder'] as const) {
      const made = await proposing(by, 2);
      expect(made).toMatchObject({ state: 'open', waitsFor: ['marketing', 'it'] });
      await stage.ask('POST', `/metrics/alone/proposals/${made.id}/withdraw`, { headers: as[by], body: {} });
    }
    expect(await proposing('helper', 3)).toMatchObject({ state: 'accepted', version: 2 });
  });

  it('are named to whoever looks at a definition, and each account knows its own', async () => {
    const { body: shown } = await stage.ask('GET', '/metrics/attainment/definition', { headers: as.junior });
    expect(shown).toMatchObject({ signingTeams: { marketing: null, it: { id: 'desk', name: 'Service Desk' } } });
    const teamOf = async (who: keyof typeof as) =>
      (await stage.ask<SessionState>('GET', '/session', { headers: as[who] })).body.account?.teamId;
    expect([await teamOf('junior'), await teamOf('campaigns')]).toEqual(['desk', null]);
  });

  it('sign in a file by their members alone', async () => {
    const change = (it: string) => ({
      metrics: [metric({ precision: 2 })],
      changes: [{ metric: 'attainment', version: 2, reason: 'Tenths', signed: { marketing: 'campaigns', it } }],
    });
    expect(await apply(change('builder'))).toEqual([
      'metrics[0].formula: The team Service Desk decides for IT, and builder is not in it. Ask somebody of the team.',
    ]);
    expect(await apply(change('desk'))).toEqual([expect.stringContaining('changes[0].signed.it: there is no person')]);
    expect(await apply(change('helper'))).toEqual([]);
    const { body } = await stage.ask<MetricVersionList>('GET', '/metrics/attainment/versions', { headers: as.helper });
    const signed = body.versions.map(({ version, signatures }) => [version, ...signatures.map(({ by }) => by.id)]);
    expect(signed).toEqual([[2, 'campaigns', 'helper'], [1]]);
  });

  it('stand as owners under their title, then and now', async () => {
    const before = stage.now.toISOString();
    expect(await apply({ teams: [{ id: 'desk', title: 'Help Desk', side: 'it' }] })).toEqual([]);
    const owners = async (query: string) => {
      const { body } = await stage.ask<MetricList>('GET', `/metrics${query}`, { headers: as.junior });
      return body.metrics[0]?.owners;
    };
    const marketing = { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' };
    expect(await owners('')).toEqual({ marketing, it: { id: 'desk', name: 'Help Desk', side: 'it' } });
    expect(await owners(`?asKnownAt=${before}`)).toMatchObject({ it: { name: 'Service Desk' } });
    const { body: detail } = await stage.ask<MetricPage>('GET', '/metrics/attainment', { headers: as.junior });
    expect(detail.guardrails[0]?.owners).toMatchObject({ marketing: null, it: { name: 'Platform' } });
    const { body: shown } = await stage.ask('GET', '/goals/kept', { headers: as.junior });
    expect(shown).toMatchObject({ owners: { marketing: { name: 'Search' }, it: { name: 'Help Desk' } } });
    await stage.database.pool.query(
      `insert into alert (guardrail_id, state, since, evaluated_at) values ('floor', 'firing', now(), now())`,
    );
    const { body: alerts } = await stage.ask('GET', '/alerts', { headers: as.junior });
    expect(alerts).toMatchObject({
      alerts: [{ owners: { marketing: null, it: { id: 'platform', name: 'Platform' } } }],
    });
  });

  it('are refused with their place where they are unknown, of the other side, or called like a person', async () => {
    expect(await apply({ people: [{ ...helper, team: 'dsk' }] })).toEqual([
      'people[0].team: there is no team "dsk"; did you mean "desk"?',
    ]);
    expect(await apply({ people: [{ ...helper, team: 'search' }] })).toEqual([
      'people[0].team: the team "search" is on the side of marketing: name a team of IT, or leave it out',
    ]);
    expect(await apply({ metrics: [metric({ owners: { it: 'search' } })] })).toEqual([
      'metrics[0].owners.it: "search" is on the side of marketing: name a person or team of IT',
    ]);
    expect(await apply({ goals: [{ ...goal, owners: { it: 'dsk' } }] })).toEqual([
      'goals[0].owners.it: there is no person or team "dsk"; did you mean "desk"?',
    ]);
    expect(await apply({ teams: [{ id: 'helper', title: 'Helpers', side: 'it' }] })).toEqual([
      'teams[0].id: "helper" is the id of a person: people and teams share their ids, because either can own; choose another one',
    ]);
    expect(await apply({ teams: [{ id: 'desk', title: 'Desk', side: 'marketing' }] })).toHaveLength(4);
  });

  it('leave in an export, stand in the audit trail, and beside the side of a person', async () => {
    const exported = await stage.ask<string>('GET', '/configuration', { headers: adminHeaders });
    const again = await stage.ask<{ changes: { kind: string; action: string }[] }>('POST', '/configuration', {
      headers: adminHeaders,
      body: { text: exported.body },
    });
    expect(again.body.changes.filter(({ kind }) => kind === 'team')).toHaveLength(3);
    expect(again.body.changes.filter(({ action }) => action !== 'unchanged')).toEqual([]);
    const { rows } = await stage.database.pool.query<{ row: string }>(
      `select action || ' ' || subject_id || ' ' || (after ->> 'title') as row from audit_log where subject_kind = 'team' order by id`,
    );
    expect(rows.map(({ row }) => row)).toEqual([
      'create desk Service Desk',
      'create platform Platform',
      'create search Search',
    ]);
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    expect(body.people.map(({ id, team }) => `${id} ${team}`)).toEqual([
      'campaigns null',
      'helper Service Desk',
      'builder Platform',
      'junior Service Desk',
    ]);
  });

  it('keep their id when somebody of that name comes in', async () => {
    expect(await apply({ teams: [{ id: 'person-new-example-org', title: 'New', side: 'it' }] })).toEqual([]);
    await stage.person('new@example.org', 'owner', 'it');
    const { body } = await stage.ask<AccountList>('GET', '/accounts', { headers: adminHeaders });
    expect(body.accounts.find(({ email }) => email === 'new@example.org')?.personId).toBe('person-new-example-org-2');
  });
});
