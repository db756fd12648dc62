import { InvalidEnvironment, parseEnvironment, withoutSecrets } from './environment.js';

const base = '/srv/tandem';

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    parseEnvironment(variables, base);
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.problems;
    throw error;
  }
  return [];
}

describe('environment', () => {
  it('works with nothing set: loopback, port 3000, data inside the project', () => {
    expect(parseEnvironment({}, base)).toEqual({
      host: '127.0.0.1',
      port: 3000,
      portIsFixed: false,
      dataDirectory: '/srv/tandem/.tandem',
      databaseUrl: null,
      workspace: 'main',
      redisUrl: null,
      publicUrl: null,
      smtpUrl: null,
      mailFrom: 'Tandem <tandem@localhost>',
      heartbeatUrl: null,
      logLevel: 'info',
      queueConcurrency: null,
      allowPrivateAddresses: false,
      local: { files: 'any', repositories: [], taps: {} },
      adminToken: null,
      sessionIdleHours: 24,
      sessionHours: 168,
      trustedProxies: [],
      requestsPerMinute: 6_000,
      secretKey: null,
      previousSecretKeys: [],
      unknownVariables: [],
    });
  });

  it('reads every variable', () => {
    const environment = parseEnvironment(
      {
        PORT: '8080',
        HOST: '0.0.0.0',
        TANDEM_DATA_DIR: 'data directory',
        DATABASE_URL: 'postgres://user:pw@db:5432/tandem',
        TANDEM_WORKSPACE: 'north_2',
        REDIS_URL: 'rediss://cache:6380',
        TANDEM_PUBLIC_URL: 'https://tandem.example.org/',
        SMTP_URL: 'smtp://mail:587',
        TANDEM_MAIL_FROM: 'alerts@example.org',
        TANDEM_LOG_LEVEL: 'debug',
        TANDEM_QUEUE_CONCURRENCY: '8',
        TANDEM_ALLOW_PRIVATE_ADDRESSES: 'yes',
        TANDEM_GIT_PATHS: '/srv/git',
        TANDEM_SINGER_TAPS: 'shop=/opt/tap-shop',
        TANDEM_TRUSTED_PROXIES: '10.0.0.7, fd00::/8',
        TANDEM_REQUESTS_PER_MINUTE: '600',
        TANDEM_SECRET_KEY: 'the key of today',
        TANDEM_SECRET_KEY_PREVIOUS: 'one, another',
        TANDEM_ADMIN_TOKEN: '4f1c9a7be0d25386a4f1c9a7be0d2538',
        TANDEM_SESSION_IDLE_HOURS: '8',
        TANDEM_SESSION_HOURS: '12',
      },
      base,
    );
    expect(environment).toEqual({
      host: '0.0.0.0',
      port: 8080,
      portIsFixed: true,
      dataDirectory: '/srv/tandem/data directory',
      databaseUrl: 'postgres://user:pw@db:5432/tandem',
      workspace: 'north_2',
      redisUrl: 'rediss://cache:6380',
      publicUrl: 'https://tandem.example.org',
      smtpUrl: 'smtp://mail:587',
      mailFrom: 'alerts@example.org',
      heartbeatUrl: null,
      logLevel: 'debug',
      queueConcurrency: 8,
      allowPrivateAddresses: true,
      local: { files: ['/srv/tandem'], repositories: ['/srv/git'], taps: { shop: '/opt/tap-shop' } },
      adminToken: '4f1c9a7be0d25386a4f1c9a7be0d2538',
      sessionIdleHours: 8,
      sessionHours: 12,
      trustedProxies: ['10.0.0.7', 'fd00::/8'],
      requestsPerMinute: 600,
      secretKey: 'the key of today',
      previousSecretKeys: ['one', 'another'],
      unknownVariables: [],
    });
  });

  it('treats an empty variable as left out', () => {
    expect(parseEnvironment({ PORT: '', DATABASE_URL: '  ' }, base)).toMatchObject({
      portIsFixed: false,
      databaseUrl: null,
    });
  });

  it.each([
    ['PORT', '-1', 'PORT: "-1" cannot be used; it must be a whole number from 0 to 65535.'],
    ['PORT', '70000', 'PORT: "70000" cannot be used; it must be a whole number from 0 to 65535.'],
    ['PORT', '3000x', 'PORT: "3000x" cannot be used; it must be a whole number from 0 to 65535.'],
    [
      'HOST',
      'http://a',
      'HOST: "http://a" cannot be used; it must be a host name or address without port, such as 127.0.0.1.',
    ],
    [
      'TANDEM_LOG_LEVEL',
      'loud',
      'TANDEM_LOG_LEVEL: "loud" cannot be used; it must be one of error, warn, info, debug.',
    ],
    [
      'TANDEM_PUBLIC_URL',
      'tandem.example.org',
      'TANDEM_PUBLIC_URL: "tandem.example.org" cannot be used; it must be an address such as https://tandem.example.org.',
    ],
    [
      'TANDEM_MAIL_FROM',
      'nobody',
      'TANDEM_MAIL_FROM: "nobody" cannot be used; it must be a mail address such as "Tandem <alerts@example.org>".',
    ],
    [
      'TANDEM_TRUSTED_PROXIES',
      '10.0.0.0/33',
      'TANDEM_TRUSTED_PROXIES: "10.0.0.0/33" cannot be used; it must be addresses or networks such as 10.0.0.7, 192.168.0.0/16.',
    ],
    [
      'TANDEM_WORKSPACE',
      'North; drop',
      'TANDEM_WORKSPACE: "North; drop" cannot be used; it must be a letter followed by up to 30 letters, digits or _, all small, such as main.',
    ],
    ...['ture', '10.0.0', '10.0.0.0/33', 'http://crm.example.org', 'crm.example.org,,10.0.0.7'].map((value) => [
      'TANDEM_ALLOW_PRIVATE_ADDRESSES',
      value,
      `TANDEM_ALLOW_PRIVATE_ADDRESSES: "${value}" cannot be used; it must be "true", "false", or addresses, networks and names such as 10.1.0.0/16, 192.168.7.9, crm.example.org.`,
    ]),
    [
      'TANDEM_QUEUE_CONCURRENCY',
      '-1',
      'TANDEM_QUEUE_CONCURRENCY: "-1" cannot be used; it must be a whole number from 1 to 100.',
    ],
  ])('refuses %s=%s with one sentence', (name, value, sentence) => {
    expect(problemsOf({ [name]: value })).toEqual([sentence]);
  });

  it('takes private addresses one by one', () => {
    const listed = '10.1.0.0/16, 192.168.7.9,fd00:7::/32, crm.example.org, localhost';
    expect(parseEnvironment({ TANDEM_ALLOW_PRIVATE_ADDRESSES: listed }, '/').allowPrivateAddresses).toEqual([
      '10.1.0.0/16',
      '192.168.7.9',
      'fd00:7::/32',
      'crm.example.org',
      'localhost',
    ]);
    expect(parseEnvironment({ TANDEM_ALLOW_PRIVATE_ADDRESSES: 'no' }, '/').allowPrivateAddresses).toBe(false);
  });

  it('names every variable that is wrong, each once', () => {
    expect(problemsOf({ PORT: 'x', REDIS_URL: 'http://a', TANDEM_LOG_LEVEL: 'y' })).toHaveLength(3);
  });

  it('does not repeat a value that may hold a password', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://root:canary@db/x',
      SMTP_URL: 'canary',
      REDIS_URL: 'http://:canary@x',
    });
    expect(problems).toHaveLength(3);
    expect(problems.join(' ')).not.toContain('canary');
  });

  it.each([
    ['short', 'must have 32 characters or more'],
    ['4f1c9a7be0d25386 4f1c9a7be0d25386', 'without spaces'],
    ['a'.repeat(64), 'can be guessed'],
    ['please-change-me-4f1c9a7be0d25386a4f1c9a7', 'can be guessed'],
    ['0123456789abcdef0123456789abcdef1234567890', 'can be guessed'],
  ])('refuses the weak administrator token %s, and does not repeat it', (value, reason) => {
    const [sentence = '', ...more] = problemsOf({ TANDEM_ADMIN_TOKEN: value });
    expect(more).toEqual([]);
    expect(sentence).toContain(reason);
    expect(sentence).not.toContain(value);
  });

  it('tells of variables that it does not know', () => {
    expect(
      parseEnvironment(
        {
          TANDEM_DATADIR: 'x',
          TANDEM_URL: 'u',
          TANDEM_TOKEN: 't',
          TANDEM_TEST_DATABASE_URL: 'y',
          TANDEM_SECRET_HOOK: 'z',
          HOME: '/',
        },
        base,
      ).unknownVariables,
    ).toEqual(['TANDEM_DATADIR']);
  });
});

describe('withoutSecrets', () => {
  it('keeps host and database and drops user, password and query', () => {
    expect(withoutSecrets('postgres://user:canary@db:5432/tandem?password=canary')).toBe('postgres://db:5432/tandem');
    expect(withoutSecrets('redis://:canary@cache:6379')).toBe('redis://cache:6379');
    expect(withoutSecrets('canary')).not.toContain('canary');
  });
});
