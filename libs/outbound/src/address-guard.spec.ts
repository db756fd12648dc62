import {
  addressReach,
  guardAddress,
  guardedLookup,
  guardLiteralHost,
  refusedAddress,
  RefusedAddress,
} from './address-guard.js';

describe('how near an address is', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '100.100.100.200',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::7f00:1',
    '2001::7f00:1',
    '2002:7f00:1::',
    'example.org',
    '',
  ])('forbids %s', (address) => expect(addressReach(address)).toBe('forbidden'));

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '203.0.113.7',
    '::1',
    'fc00::1',
    'fdff::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a01:203',
  ])('keeps %s private', (address) => expect(addressReach(address)).toBe('private'));

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'lets %s be public',
    (address) => expect(addressReach(address)).toBe('public'),
  );
});

describe('guardAddress', () => {
  it('refuses metadata addresses even when private ones are allowed', () => {
    expect(() => guardAddress('inside', '127.0.0.1', false)).toThrow(RefusedAddress);
    expect(() => guardAddress('inside', '127.0.0.1', true)).not.toThrow();
    expect(() => guardAddress('cloud', '169.254.169.254', true)).toThrow(RefusedAddress);
  });

  describe('with a list of what is allowed', () => {
    const allowed = ['10.1.0.0/16', '192.168.7.9', 'fd00:7::/32', 'crm.example.org', '169.254.0.0/16'];
    const judged = (host: string, address: string) => () => guardAddress(host, address, allowed);

    it.each([
      ['10.1.255.1', '10.1.255.1'],
      ['any.example.org', '10.1.2.3'],
      ['any.example.org', '::ffff:10.1.2.3'],
      ['192.168.7.9', '192.168.7.9'],
      ['any.example.org', 'fd00:7::1'],
      ['crm.example.org', '172.16.0.1'],
      ['CRM.example.org.', '127.0.0.1'],
      ['any.example.org', '8.8.8.8'],
    ])('lets %s at %s pass', (host, address) => expect(judged(host, address)).not.toThrow());

    it.each([
      ['10.2.0.1', '10.2.0.1'],
      ['any.example.org', '192.168.7.10'],
      ['any.example.org', '::1'],
      ['sub.crm.example.org', '10.2.0.1'],
      ['crm.example.org.evil.example', '10.2.0.1'],
      ['cloud', '169.254.169.254'],
      ['crm.example.org', '169.254.169.254'],
    ])('refuses %s at %s', (host, address) => expect(judged(host, address)).toThrow(RefusedAddress));
  });
});

describe('guardLiteralHost', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://0/',
    'http://１２７.０.０.１/',
    'http://127。0。0。1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[fe80::1]/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://user@169.254.169.254:80/',
  ])('sees through %s', (url) => expect(() => guardLiteralHost(new URL(url), false)).toThrow(RefusedAddress));

  it('leaves names to the look-up', () => {
    expect(() => guardLiteralHost(new URL('http://localhost/'), false)).not.toThrow();
  });
});

describe('refusedAddress', () => {
  const refused = async (url: string, allowPrivate = false) =>
    (await refusedAddress(new URL(url), allowPrivate))?.reach ?? null;

  it('looks names up, with and without the dot at their end', async () => {
    expect(await refused('http://localhost/')).toBe('private');
    expect(await refused('http://localhost./')).toBe('private');
    expect(await refused('http://localhost/', true)).toBeNull();
  });

  it('refuses metadata addresses whatever is allowed', async () => {
    expect(await refused('http://169.254.169.254/', true)).toBe('forbidden');
    expect(await refused('http://[fd00:ec2::254]/', true)).toBe('forbidden');
  });

  it('lets a name pass that nobody knows: connecting will say so', async () => {
    expect(await refused('http://nobody-knows.invalid/')).toBeNull();
  });
});

describe('an address with a zone', () => {
  it('is no address', () => expect(URL.canParse('http://[fe80::1%25eth0]/')).toBe(false));
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
