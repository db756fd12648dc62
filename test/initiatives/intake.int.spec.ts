import type { JiraImported, JiraIntake, RefusedLines } from '@tandem/contracts/initiative-intake';
import type { InitiativeList, InitiativePage } from '@tandem/contracts/initiatives';
import { connectors } from '@tandem/connectors/registry';
import type { ApplyAnswer } from '@tandem/contracts/system';
import type { SourceList } from '@tandem/contracts/sources';
import type { CommunicationGaps } from '@tandem/contracts/talk';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { adminHeaders } from '../product/admin-access.js';
import { GoalStage } from '../goals/goal-stage.js';
import { JiraStub, jiraToken, richText } from '../vendors/jira.js';

const blockedBy = (key: string) => ({ type: { inward: 'is blocked by', outward: 'blocks' }, inwardIssue: { key } });
const search = {
  key: 'IDEA-1',
  fields: {
    summary: 'Search that finds',
    description: richText('Guests look for ferries.', 'They find none.'),
    customfield_10040: { value: 'Business' },
    customfield_10041: 4,
    customfield_10042: 9000,
    customfield_10043: '2027-01-15',
  },
};
const menu = {
  key: 'IDEA-2',
  fields: { summary: 'A menu', customfield_10040: { value: 'Upkeep' }, issuelinks: [blockedBy('IDEA-1')] },
};
/** Nobody has said whose agenda it is on. */
const bare = { key: 'IDEA-3', fields: { summary: 'Nobody knows' } };
const mapping = {
  connection: 'tracker',
  query: 'project = IDEA ORDER BY key',
  fields: {
    title: 'Summary',
    description: 'description',
    agenda: { field: 'Agenda', values: { Business: 'businessTechnology', Upkeep: 'it' } },
    teams: { field: 'Team-weeks', as: 'web: {}' },
    duration_months: { field: 'Team-weeks', values: { '4': '2' } },
    start: 'Start date',
    one_off: { field: 'One-off cost', as: '1: {}' },
    depends_on: 'Linked Issues',
    owner_it: { otherwise: 'service' },
  },
};

const terms = {
  currency: 'EUR',
  discountRate: 8.5,
  gate: { months: 18, teamWeeks: 40, cost: 100_000 },
  budget: 150_000,
  capacity: [{ team: 'web', quarter: '2027-Q1', weeks: 12.5 }],
};

describe('initiatives that come in', () => {
  let jira: JiraStub;
  let stage: GoalStage;
  beforeAll(async () => {
    jira = await JiraStub.start();
    stage = await GoalStage.open({
      connectors,
      secrets: { TANDEM_SECRET_JIRA: jiraToken },
      allowPrivateAddresses: true,
    });
    await stage.apply({
      teams: [{ id: 'web', title: 'Web', side: 'it' }],
      connections: [
        {
          id: 'tracker',
          name: 'Ideas in Jira',
          connector: 'jira-service-management',
          expectedEvery: '1d',
          settings: jira.settings('${TANDEM_SECRET_JIRA}'),
        },
      ],
      organisation: { initiatives: { ...terms, jira: mapping } },
    });
  });
  afterAll(async () => {
    await jira.close();
    await stage.close();
  });

  const take = (dryRun = false) => stage.post<JiraImported>('/initiatives/jira', stage.it, { dryRun });
  const page = (id: string) => stage.get<InitiativePage>(`/initiatives/${id}`);
  const refused = async () => (await stage.get<RefusedLines>('/initiatives/refused')).lines;

  it('follow what a file says, and an export of it that is applied again changes nothing', async () => {
    const exported = await stage.access.ask<string>('GET', '/configuration', { headers: adminHeaders });
    expect(exported.body).toContain('Team-weeks');
    expect(exported.body).not.toContain(jiraToken);
    // The other source of this stage is a row without settings, which no file could bring.
    const body = { text: exported.body.replace(/^connections:\n(?:[ -].*\n)+/m, '') };
    const again = await stage.access.ask<ApplyAnswer>('POST', '/configuration', { headers: adminHeaders, body });
    expect(again).toMatchObject({ status: 200 });
    expect(again.body.changes.filter(({ action }) => action !== 'unchanged')).toEqual([]);
  });

  it('need no service project of the connection: it reads nothing by itself, and nobody is told that it is late', async () => {
    const { database } = stage.access;
    const runs = createRunStore(database);
    const run = await runs.begin(await runs.queue('tracker', 'request', stage.access.now), stage.access.now);
    if (run) await runs.succeed(run, stage.access.now);
    const { sources } = await stage.get<SourceList>('/sources');
    expect(sources.find(({ id }) => id === 'tracker')).toMatchObject({
      state: 'healthy',
      location: new URL(jira.server.origin).host,
    });
    const { gaps } = await stage.get<CommunicationGaps>('/communication-gaps');
    expect(gaps.filter(({ subject }) => subject.id === 'tracker')).toEqual([]);
  });

  it('from Jira are looked at first, and come in by the mapping; what cannot be read is told with what to do', async () => {
    jira.issues = [search, menu, bare];
    expect((await stage.get<JiraIntake>('/initiatives/jira')).mapping).toMatchObject({
      connection: { id: 'tracker', name: 'Ideas in Jira' },
      query: mapping.query,
    });
    const looked = await take(true);
    expect(looked).toMatchObject({ applied: false, found: 3, isCut: false });
    expect((await stage.get<InitiativeList>('/initiatives')).initiatives).toEqual([]);
    expect(await refused()).toEqual([]);

    const taken = await take();
    expect(taken.changes.map(({ issue, id, action }) => [issue, id, action])).toEqual([
      ['IDEA-1', 'idea-1', 'create'],
      ['IDEA-2', 'idea-2', 'create'],
    ]);
    expect(taken.refused).toMatchObject([
      { issue: 'IDEA-3', column: 'agenda', url: `${jira.server.origin}/browse/IDEA-3` },
    ]);
    expect(await page('idea-1')).toMatchObject({
      title: 'Search that finds',
      description: 'Guests look for ferries.\nThey find none.',
      agenda: 'businessTechnology',
      scope: [{ team: 'web', weeks: 4 }],
      durationMonths: 2,
      start: '2027-01',
      cost: '9000',
      owners: { it: { id: 'service' } },
      issue: { key: 'IDEA-1', url: `${jira.server.origin}/browse/IDEA-1` },
    });
    expect((await page('idea-2')).dependsOn).toMatchObject([{ id: 'idea-1' }]);
    expect(await refused()).toMatchObject([{ source: 'jira', key: 'IDEA-3', faults: [{ column: 'agenda' }] }]);

    // Mended in Jira, it comes in and waits no longer.
    jira.issues = [search, menu, { key: 'IDEA-3', fields: { ...bare.fields, customfield_10040: { value: 'Upkeep' } } }];
    expect((await take()).changes.map(({ action }) => action)).toEqual(['unchanged', 'unchanged', 'create']);
    expect(await refused()).toEqual([]);
  });

  it('from Jira keep what both sides say of them here, however often they are taken in', async () => {
    jira.issues = [search, menu];
    await take();
    const { document } = await page('idea-1');
    await stage.post(
      '/initiatives/idea-1',
      stage.it,
      {
        ...document,
        capability: 'Shop',
        stage: 'underWay',
        wsjf: { businessValue: 3, timeCriticality: 1, riskReduction: 1, jobSize: 1 },
      },
      'PUT',
    );
    const before = await page('idea-1');
    jira.issues = [
      { ...search, fields: { ...search.fields, summary: 'Search that finds ferries', customfield_10042: null } },
    ];
    const again = await take();
    expect(again.changes).toMatchObject([{ id: 'idea-1', action: 'change', fields: ['title', 'months'] }]);
    const after = await page('idea-1');
    expect(after).toMatchObject({
      title: 'Search that finds ferries',
      capability: 'Shop',
      stage: 'underWay',
      cost: null,
    });
    expect(after.wsjf).toEqual(before.wsjf);
    expect(after.history.slice(-before.history.length)).toEqual(before.history);
    // What Jira does not find any more stays.
    expect((await page('idea-2')).title).toBe('A menu');
  });

  it('from Jira never take the place of one that was not taken in from there', async () => {
    jira.issues = [{ ...menu, key: 'IDEA-7', fields: { ...menu.fields, issuelinks: [] } }];
    const ours = { id: 'idea-7', title: 'Ours', agenda: 'it' };
    await stage.post('/initiatives', stage.it, ours);
    expect((await take()).refused).toMatchObject([
      { issue: 'IDEA-7', column: 'issue', reason: expect.stringContaining('write "issue: IDEA-7" there') as string },
    ]);
    expect((await page('idea-7')).title).toBe('Ours');
    await stage.post('/initiatives/idea-7', stage.it, { ...ours, issue: 'IDEA-7' }, 'PUT');
    expect((await take()).changes).toMatchObject([{ id: 'idea-7', action: 'change' }]);
    const twice = { id: 'other', title: 'Other', agenda: 'it', issue: 'IDEA-7' };
    expect((await stage.refused('/initiatives', stage.it, twice)).body).toMatchObject({ issues: [{ field: 'issue' }] });
  });

  it('from Jira tell what is wrong with the mapping, the query and the credentials', async () => {
    const saying = async (jiraMapping: object) => {
      await stage.apply({ organisation: { initiatives: { jira: jiraMapping } } });
      return JSON.stringify((await stage.refused('/initiatives/jira', stage.it, { dryRun: true })).body);
    };
    const fields = { title: 'Summary', agenda: { otherwise: 'it' } };
    expect(await saying({ ...mapping, fields: { ...fields, capability: 'Team-week' } })).toContain(
      'Did you mean \\"Team-weeks\\"?',
    );
    expect(await saying({ ...mapping, fields: { ...fields, effort: 'Effort' } })).toContain(
      'customfield_10044, customfield_10045',
    );
    expect(await saying({ ...mapping, query: 'projekt IDEA', fields })).toContain('does not understand the query');
    await expect(
      stage.apply({ organisation: { initiatives: { jira: { ...mapping, connection: 'nobody' } } } }),
    ).rejects.toThrow('there is no connection');
    await stage.apply({ organisation: { initiatives: {} } });
    expect((await stage.refused('/initiatives/jira', stage.it)).status).toBe(400);
  });

  const list = (...lines: string[]) =>
    stage.post('/initiatives/import', stage.it, { text: ['id,title,agenda,one_off', ...lines].join('\n') });
  const waiting = async () => (await refused()).filter(({ source }) => source === 'list');

  it('as a list wait, where they were refused, until they are mended here, come in order, or are put aside', async () => {
    await list('a,A,it,soon', 'b,B,nobody,', 'c,C,it,1: 5', 'c,Again,it,', 'd,D,it,dear');
    await list('a,A,it,soon', 'b,B,nobody,', 'c,C,it,1: 5', 'c,Again,it,', 'd,D,it,dear');
    const lines = await waiting();
    expect(lines.map(({ line, text, faults }) => [line, text, faults.map(({ column }) => column)])).toEqual([
      [2, 'a,A,it,soon', ['one_off']],
      [3, 'b,B,nobody,', ['agenda']],
      [5, 'c,Again,it,', ['id']],
      [6, 'd,D,it,dear', ['one_off']],
    ]);
    const [first, , doubled] = lines;
    const still = await stage.refused(
      `/initiatives/refused/${first?.id}`,
      stage.it,
      { cells: { one_off: 'later' } },
      'PUT',
    );
    expect(still.body).toMatchObject({ issues: [{ field: 'cells.one_off' }] });
    const mended = await stage.post<InitiativePage>(
      `/initiatives/refused/${first?.id}`,
      stage.it,
      { cells: { one_off: '1: 700' } },
      'PUT',
    );
    expect(mended).toMatchObject({ id: 'a', cost: '700' });
    await list('b,B,it,');
    expect((await waiting()).map(({ key }) => key).slice(1)).toEqual(['d']);
    const gone = await stage.access.ask('DELETE', `/initiatives/refused/${doubled?.id}`, { headers: stage.it });
    expect(gone.status).toBe(204);
    expect((await waiting()).map(({ key }) => key)).toEqual(['d']);
    const rows = await stage.access.database.pool.query<{ action: string }>(
      `select action from audit_log where subject_kind = 'refusedLine' and coalesce(after, before) ->> 'source' = 'list' order by id`,
    );
    expect(rows.rows.map(({ action }) => action)).toEqual(['refuse', 'refuse', 'refuse', 'refuse', 'mend', 'dismiss']);
  });
});
