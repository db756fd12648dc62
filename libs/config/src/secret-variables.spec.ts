import { secretVariables } from './secret-variables.js';

describe('what configuration files may name', () => {
  it('is what the environment holds under the prefix for it, and nothing else', () => {
    expect(
      secretVariables({
        TANDEM_SECRET_ON_CALL: ' a ',
        TANDEM_SECRET_EMPTY: ' ',
        DATABASE_URL: 'b',
        TANDEM_ADMIN_TOKEN: 'c',
      }),
    ).toEqual({ TANDEM_SECRET_ON_CALL: 'a' });
  });

  it('is never a key that secrets are encrypted with', () => {
    expect(secretVariables({ TANDEM_SECRET_KEY: 'a', TANDEM_SECRET_KEY_PREVIOUS: 'b' })).toEqual({});
  });
});
