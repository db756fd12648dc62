import { fileName } from './file-name.js';

describe('the name of a downloaded file', () => {
  it('says what it is and when', () => {
    expect(fileName('checkout-conversion-by-week', '2026-11-25', 'csv')).toBe(
      'tandem-checkout-conversion-by-week-2026-11-25.csv',
    );
  });

  it.each(['../../etc/passwd', 'a"; filename="b.exe', 'a\r\nset-cookie: x', '..', '', 'ключ', 'a\0b'])(
    'stays plain whatever %j holds',
    (name) => {
      expect(fileName(name, '2026-11-25', 'xlsx')).toMatch(
        /^tandem-([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*-)?2026-11-25\.xlsx$/,
      );
    },
  );
});
