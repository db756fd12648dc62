import { InvalidEnvironment, parseEnvironment } from './environment.js';

const localOf = (variables: Record<string, string>) => parseEnvironment(variables, '/srv/tandem').local;

describe('what sources may use of this machine', () => {
  it('is no repository and no program unless somebody says so', () => {
    expect(localOf({})).toMatchObject({ repositories: [], taps: {} });
  });

  it('is every file on this machine alone, and those beside Tandem when others can reach it', () => {
    expect(localOf({}).files).toBe('any');
    expect(localOf({ HOST: '127.0.0.2' }).files).toBe('any');
    expect(localOf({ HOST: '0.0.0.0' }).files).toEqual(['/srv/tandem']);
    expect(localOf({ HOST: 'tandem.example.org', TANDEM_FILE_PATHS: '/srv/exports' }).files).toEqual([
      '/srv/tandem',
      '/srv/exports',
    ]);
    expect(localOf({ TANDEM_FILE_PATHS: '/srv/exports' }).files).toEqual(['/srv/tandem', '/srv/exports']);
  });

  it('is directories with repositories, and taps by name', () => {
    expect(
      localOf({
        TANDEM_GIT_PATHS: '/srv/git/, /home/build/mirrors',
        TANDEM_SINGER_TAPS: 'shop=/opt/taps/tap-shop; crm-2=/opt/a=b/tap;',
      }),
    ).toMatchObject({
      repositories: ['/srv/git/', '/home/build/mirrors'],
      taps: { shop: '/opt/taps/tap-shop', 'crm-2': '/opt/a=b/tap' },
    });
  });

  it.each([
    [{ TANDEM_GIT_PATHS: 'git' }, /TANDEM_GIT_PATHS: "git" cannot be used; it must be absolute directories/],
    [{ TANDEM_GIT_PATHS: '/srv/..' }, /TANDEM_GIT_PATHS/],
    [{ TANDEM_FILE_PATHS: '/' }, /TANDEM_FILE_PATHS/],
    [{ TANDEM_SINGER_TAPS: 'shop=tap-shop' }, /TANDEM_SINGER_TAPS: .* must be names, each once/],
    [{ TANDEM_SINGER_TAPS: 'shop=/a;shop=/b' }, /TANDEM_SINGER_TAPS/],
    [{ TANDEM_SINGER_TAPS: '/opt/taps/tap-shop' }, /TANDEM_SINGER_TAPS/],
  ])('is refused where it cannot be meant: %j', (variables, sentence) => {
    expect(() => localOf(variables)).toThrow(InvalidEnvironment);
    expect(() => localOf(variables)).toThrow(sentence);
  });
});
