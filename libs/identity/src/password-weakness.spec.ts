import { passwordWeakness } from './password-weakness.js';

describe('password weakness', () => {
  it.each([
    ['', 'needs 12 characters'],
    ['elevenchars', 'needs 12 characters'],
    ['qwertyuiop1234', 'first that anybody would try'],
    ['Password123456', 'first that anybody would try'],
    ['1234567890Monkey!!!!', 'first that anybody would try'],
    ['abcabcabcabcabc', 'repeats itself'],
    ['aaaaaaaaaaaaaaaa', 'repeats itself'],
    ['abcdefghijklmnop', 'repeats itself or counts on'],
    ['lead.person@example.org', 'your own name or address'],
    ['x'.repeat(3) + 'y'.repeat(300), '256 characters at most'],
  ])('refuses %s', (password, reason) => {
    expect(passwordWeakness(password, ['lead.person@example.org', 'Lead Person'])).toContain(reason);
  });

  it.each(['correct horse battery', 'räuberleiter im garten', 'kT9#kQ2xw!pM', 'monkeys dance at dawn'])(
    'takes %s, whatever kinds of characters it has',
    (password) => {
      expect(passwordWeakness(password, ['lead@example.org'])).toBeNull();
    },
  );
});
