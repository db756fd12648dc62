import { z } from 'zod';
import { textOf } from '../acceptance/stub-values.js';
import { Trial } from '../acceptance/trial.js';
import type { VendorStub } from '../acceptance/vendor-stub.js';
import { hostSetting, secretSetting } from '../settings/setting-fields.js';
import { streamsFor } from './declaration.js';
import { defineHttpConnector } from './define-http-connector.js';

const settings = z.strictObject({
  url: hostSetting(z.url(), { label: 'Address' }),
  refreshToken: secretSetting(z.string(), { label: 'Refresh token' }),
});
type Settings = z.output<typeof settings>;

const connector = defineHttpConnector<Settings>({
  id: 'rotating',
  title: 'A vendor that replaces refresh tokens',
  settings,
  baseUrl: ({ url }) => url,
  authentication: ({ url, refreshToken }) => ({
    kind: 'refreshToken',
    tokenUrl: `${url}/token`,
    clientId: 'tandem',
    clientSecret: 'secret-of-the-client',
    refreshToken,
  }),
  failures: [],
  begins: () => null,
  streams: [
    streamsFor<Settings>()({
      name: 'outages',
      title: 'Outages',
      delivers: ['incident'],
      row: z.object({ id: z.string(), at: z.string() }),
      cursor: { kind: 'none' },
      paging: { kind: 'none' },
      request: () => ({ path: '/outages' }),
      rows: (body) => body,
      normalize: ({ id, at }) => ({
        records: [{ stream: 'incident', key: id, fields: { service: 'shop', openedAt: at } }],
      }),
    }),
  ],
});

/** Each refresh token is good once, and each answer brings the next. */
function rotating() {
  let good = 'refresh-token-1';
  let given = 1;
  const stub: VendorStub<Settings> = {
    connector,
    stream: 'outages',
    pageSize: 100,
    neededField: 'at',
    settings: (origin) => ({ url: origin, refreshToken: good }),
    row: (index, at) => ({ id: `o${index}`, at: at.toISOString() }),
    change: (row) => row,
    keysOf: ({ id }) => [textOf(id)],
    answer: ({ path, body, headers }, { rows }) => {
      if (path === '/token') {
        if ((body as Record<string, string>)['refresh_token'] !== good)
          return { status: 400, body: { error: 'invalid_grant' } };
        given += 1;
        good = `refresh-token-${given}`;
        return { body: { access_token: `access-token-${given}`, refresh_token: good, expires_in: 600 } };
      }
      return headers.authorization === `Bearer access-token-${given}` ? { body: rows } : { status: 401, body: {} };
    },
  };
  return stub;
}

describe('a refresh token that its vendor replaces', () => {
  it('is kept before the access token is used, each time that it is replaced', async () => {
    await Trial.of(rotating(), async (trial) => {
      trial.addRows(3);
      const kept: [string, string][] = [];
      const keepSecret = (former: string, fresh: string) => {
        expect(trial.requests.filter(({ path }) => path === '/outages')).toHaveLength(kept.length);
        kept.push([former, fresh]);
        return Promise.resolve();
      };
      // The first access token is refused, so that another is fetched in the same run.
      trial.fault = ({ path }, number) => (path === '/outages' && number === 2 ? { status: 401, body: {} } : null);
      expect(await trial.sync({ keepSecret })).toBeNull();
      expect(trial.records.size).toBe(3);
      expect(kept).toEqual([
        ['refresh-token-1', 'refresh-token-2'],
        ['refresh-token-2', 'refresh-token-3'],
      ]);
      // The next run begins with what was kept.
      expect(await trial.sync({ keepSecret })).toBeNull();
    });
  });

  it('takes the place of the one that stands in the settings, also where it could not be kept at first', async () => {
    await Trial.of(rotating(), async (trial) => {
      trial.addRows(3);
      const kept: [string, string][] = [];
      const keepSecret = (former: string, fresh: string) => {
        kept.push([former, fresh]);
        return kept.length === 1 ? Promise.reject(new Error('the database was away')) : Promise.resolve();
      };
      expect(await trial.sync({ keepSecret })).toBeNull();
      expect(kept).toEqual([
        ['refresh-token-1', 'refresh-token-2'],
        ['refresh-token-1', 'refresh-token-3'],
      ]);
    });
  });

  it('is not used up by trying settings, and stands in no message', async () => {
    await Trial.of(rotating(), async (trial) => {
      const found = await trial.check();
      expect(found).toMatchObject({
        ok: false,
        findings: [expect.stringMatching(/cannot be tried/), expect.any(String)],
      });
      expect(trial.requests).toEqual([]);
      trial.fault = ({ path }) =>
        path === '/outages' ? { status: 400, body: { error: 'refresh-token-2 and refresh-token-1' } } : null;
      const failure = await trial.sync({ keepSecret: () => Promise.resolve() });
      expect(JSON.stringify([failure?.message, failure?.hint])).not.toMatch(/refresh-token/);
    });
  });
});
