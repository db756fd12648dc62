import { secretFaults, withStoredSecrets } from './connection-secrets.js';
import type { Connection, ConnectionSecrets } from './organisation.js';

const connection = (secrets: Partial<ConnectionSecrets>, more: Partial<Connection> = {}): Connection => ({
  id: 'desk',
  name: 'Desk',
  connector: 'vendor',
  settings: {},
  expectedEveryMs: 1,
  secrets: { given: {}, kept: [], receiver: ['host=a'], ...secrets },
  ...more,
});
const stored = [connection({ given: { token: 'one', 'headers.0.value': 'two' } })];

describe('secrets of a connection', () => {
  it('that are kept become those that are stored, and given ones replace them', () => {
    const merged = withStoredSecrets(connection({ kept: ['headers.0.value'], given: { token: 'new' } }), stored);
    expect(merged.secrets).toEqual({
      given: { 'headers.0.value': 'two', token: 'new' },
      kept: [],
      receiver: ['host=a'],
    });
    expect(secretFaults(connection({ kept: ['token'] }), stored)).toEqual([]);
  });

  it.each([
    ['are not stored', connection({ kept: ['password'] }), 'connectionSecretMissing'],
    ['are of another connection', connection({ kept: ['token'] }, { id: 'other' }), 'connectionSecretMissing'],
    ['were given to another connector', connection({ kept: ['token'] }, { connector: 'b' }), 'connectionSecretMissing'],
    [
      'were given for another host',
      connection({ kept: ['token'], receiver: ['host=b'] }),
      'connectionSecretForOtherReceiver',
    ],
  ])('cannot be kept where they %s', (_what, wanted, code) => {
    expect(secretFaults(wanted, stored).map((fault) => fault.code)).toEqual([code]);
  });

  it('that are no longer in the settings are stored no longer', () => {
    expect(withStoredSecrets(connection({ kept: ['token'] }), stored).secrets?.given).toEqual({ token: 'one' });
  });
});
