import type { AuditPage, AuditVerdict } from '@tandem/contracts/audit';
import pg from 'pg';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { runCommand } from './run-command.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({ databaseUrl: database.url });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const name of ['Northwind', 'Southwind', 'Westwind'])
    await product.post('/api/v1/configuration', { text: `version: 1\norganisation: { name: ${name} }` });
});
afterAll(async () => {
  await client.end();
  await product.stop();
  await database.drop();
});

const verify = () => product.get<AuditVerdict>('/api/v1/audit/verify');
const command = (...args: string[]) => runCommand(args, { TANDEM_URL: product.url });

describe('the audit trail of a running Tandem', () => {
  it('says who changed what, before and after, page by page', async () => {
    const filter = 'subjectKind=organisation&limit=2';
    const page = await product.get<AuditPage>(`/api/v1/audit?${filter}`);
    expect(page.entries.map(({ action, after }) => [action, after])).toEqual([
      ['change', expect.objectContaining({ name: 'Westwind' })],
      ['change', expect.objectContaining({ name: 'Southwind' })],
    ]);
    expect(page.entries[0]?.before).toMatchObject({ name: 'Southwind' });
    const rest = await product.get<AuditPage>(`/api/v1/audit?${filter}&before=${page.next}`);
    expect(rest.entries.map(({ after }) => after)).toEqual([expect.objectContaining({ name: 'Northwind' })]);
    expect(rest.next).toBeNull();
  });

  it('is checked and exported by the command line', async () => {
    const { code, output } = await command('audit', 'verify');
    expect({ code, output }).toMatchObject({ code: 0 });
    const head = /--head (\d+:[0-9a-f]{64})/.exec(output)?.[1] ?? '';
    expect(await command('audit', 'verify', '--head', head)).toMatchObject({ code: 0 });
    expect(
      await command(
        'audit',
        'verify',
        '--head',
        head.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).toMatchObject({
      code: 1,
      output: expect.stringMatching(/rewritten/) as string,
    });
    const exported = await command('audit', 'export');
    expect(exported.output.trimEnd().split('\n')).toHaveLength(Number(head.split(':')[0]));
    expect(await command('audit', 'verify', '--head', 'nonsense')).toMatchObject({ code: 1 });
    expect(await command('audit')).toMatchObject({ code: 2 });
  });

  it('cannot be changed, and names the first broken row when somebody with every right changed it all the same', async () => {
    await expect(client.query(`update audit_log set actor = 'nobody'`)).rejects.toThrow('only grows');
    expect(await verify()).toMatchObject({ ok: true });
    const { rows } = await client.query<{ id: string; sequence: number }>(
      `select l.id, c.sequence::int from audit_log l join audit_chain c on c.audit_id = l.id
        where l.after->>'name' = 'Southwind'`,
    );
    const [{ id, sequence } = { id: '', sequence: 0 }] = rows;
    await client.query('alter table audit_log disable trigger user');
    await client.query(`update audit_log set after = after || '{"name": "Elsewhere"}' where id = $1`, [id]);
    await client.query('alter table audit_log enable always trigger audit_log_only_grows');
    await client.query('alter table audit_log enable always trigger audit_log_link');
    expect(await verify()).toEqual({
      ok: false,
      entries: sequence - 1,
      head: null,
      brokenAt: { sequence, auditId: id, reason: 'entryChanged' },
    });
    expect(await command('audit', 'verify')).toMatchObject({
      code: 1,
      output: expect.stringContaining(`broken at entry ${sequence} (row ${id} of audit_log)`) as string,
    });
  });
});
