import { addressReach } from './outbound-address.js';

describe('addressReach', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd12::1',
    '::ffff:127.0.0.1',
    '::ffff:a01:203',
  ])('keeps %s private', (address) => {
    expect(addressReach(address)).toBe('private');
  });

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    '64:ff9b::a9fe:a9fe',
    'example.org',
    '',
  ])('forbids %s', (address) => {
    expect(addressReach(address)).toBe('forbidden');
  });

  it.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1', '::ffff:93.184.216.34'])(
    'lets %s be public',
    (address) => {
      expect(addressReach(address)).toBe('public');
    },
  );
});
