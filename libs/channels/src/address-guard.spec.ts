import { addressKind, guardAddress, guardedLookup, RefusedAddress } from './address-guard.js';

describe('addressKind', () => {
  it.each(['169.254.169.254', '169.254.0.1', '100.100.100.200', 'fe80::1', 'fd00:ec2::254', '::ffff:169.254.169.254'])(
    'knows %s as metadata or link-local',
    (address) => expect(addressKind(address)).toBe('metadata'),
  );

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fc00::1',
    'fdff::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '2001::7f00:1',
    '2002:7f00:1::',
  ])('knows %s as private', (address) => expect(addressKind(address)).toBe('private'));

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'knows %s as public',
    (address) => expect(addressKind(address)).toBe('public'),
  );
});

describe('guardAddress', () => {
  it('refuses metadata addresses even when private ones are allowed', () => {
    expect(() => guardAddress('inside', '127.0.0.1', false)).toThrow(RefusedAddress);
    expect(() => guardAddress('inside', '127.0.0.1', true)).not.toThrow();
    expect(() => guardAddress('cloud', '169.254.169.254', true)).toThrow(RefusedAddress);
  });
});

describe('guardedLookup', () => {
  const look = (allowPrivate: boolean, all: boolean) =>
    new Promise<unknown>((resolve) => {
      guardedLookup(allowPrivate)('localhost', { all }, (error, address) => resolve(error ?? address));
    });

  it('refuses a name that leads inwards, at the moment of connecting', async () => {
    expect(await look(false, true)).toBeInstanceOf(RefusedAddress);
    expect(await look(false, false)).toBeInstanceOf(RefusedAddress);
  });

  it('answers one address or all of them, as the socket asks', async () => {
    expect(await look(true, false)).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(await look(true, true)).toContainEqual({
      address: expect.any(String) as string,
      family: expect.any(Number) as number,
    });
  });
});
