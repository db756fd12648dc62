import { InvalidEnvironment } from './environment.js';
import { oidcProviders } from './oidc-providers.js';

const google = {
  TANDEM_OIDC_GOOGLE_ISSUER: 'https://accounts.google.com',
  TANDEM_OIDC_GOOGLE_CLIENT_ID: 'tandem',
  TANDEM_OIDC_GOOGLE_CLIENT_SECRET: 'canary',
};

describe('providers of OpenID Connect', () => {
  const problemsOf = (variables: Record<string, string>): readonly string[] => {
    try {
      oidcProviders(variables);
      return [];
    } catch (error) {
      if (error instanceof InvalidEnvironment) return error.problems;
      throw error;
    }
  };

  it('are as many as the environment names', () => {
    expect(oidcProviders({ HOME: '/', TANDEM_OIDC_X_NAME: '' })).toEqual([]);
    expect(
      oidcProviders({
        ...google,
        TANDEM_OIDC_A2_ISSUER: 'http://127.0.0.1:4000',
        TANDEM_OIDC_A2_CLIENT_ID: 'a',
        TANDEM_OIDC_A2_CLIENT_SECRET: 'b',
        TANDEM_OIDC_A2_NAME: 'The office',
      }),
    ).toEqual([
      { id: 'a2', name: 'The office', issuer: 'http://127.0.0.1:4000', clientId: 'a', clientSecret: 'b' },
      {
        id: 'google',
        name: 'Google',
        issuer: 'https://accounts.google.com',
        clientId: 'tandem',
        clientSecret: 'canary',
      },
    ]);
  });

  it('are refused when something is missing, misspelt or unsafe, without repeating a secret', () => {
    const { TANDEM_OIDC_GOOGLE_CLIENT_ID: _, ...incomplete } = google;
    expect(problemsOf(incomplete)).toEqual([expect.stringContaining('TANDEM_OIDC_GOOGLE_CLIENT_ID: is missing')]);
    expect(problemsOf({ ...google, TANDEM_OIDC_GOOGLE_SECRET: 'canary' })).toEqual([
      expect.stringContaining('TANDEM_OIDC_GOOGLE_SECRET: means nothing'),
    ]);
    for (const issuer of ['http://accounts.example.org', 'accounts.example.org', 'javascript:x'])
      expect(problemsOf({ ...google, TANDEM_OIDC_GOOGLE_ISSUER: issuer })).toEqual([
        expect.stringContaining('must be an address that begins with https://'),
      ]);
    expect(problemsOf({ ...incomplete, TANDEM_OIDC_GOOGLE_SECRET: 'canary' }).join()).not.toContain('canary');
  });
});
