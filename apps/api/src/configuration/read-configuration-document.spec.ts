import { readFileSync } from 'node:fs';
import { connectors } from '@tandem/connectors/registry';
import { sampleConfiguration } from '@tandem/testing/sample-configuration';
import { readConfigurationDocument } from './read-configuration-document.js';

const example = readFileSync(new URL('../../../../docs/as-code-example.yaml', import.meta.url), 'utf8');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const secrets = { TANDEM_SECRET_ON_CALL: secret, DATABASE_URL: 'postgres://never' };

const read = (text: string) => readConfigurationDocument(text, { connectors, secrets });
const issuesOf = (text: string) =>
  read(text).issues.map(
    ({ path, reason, position }) => `${position?.line ?? '-'}:${position?.column ?? '-'} ${path.join('.')}: ${reason}`,
  );
/** The example with one thing changed in it. */
const changed = (from: string, to: string) => {
  if (!example.includes(from)) throw new Error(`The example has no "${from}".`);
  return example.replace(from, to);
};
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('reading a configuration file', () => {
  it('reads durations, weekdays, decimals and secrets as the domain wants them', () => {
    const { part, issues } = read(example);
    expect(issues).toEqual([]);
    const { wording: _wording, ...metric } = sampleConfiguration().metrics[0] ?? {};
    expect(part).toEqual({
      ...sampleConfiguration(),
      connections: [
        {
          ...sampleConfiguration().connections[0],
          settings: expect.objectContaining({ location: { path: 'data/tickets.csv' } }),
        },
      ],
      metrics: [
        expect.objectContaining({ ...metric, formula: expect.anything() }),
        expect.objectContaining({ key: 'tickets-due' }),
      ],
      goals: sampleConfiguration().goals.map((goal) => ({
        ...goal,
        ledBy: 'it',
        counterMetrics: ['tickets-kept-down'],
      })),
      guardrails: [
        ...sampleConfiguration().guardrails,
        expect.objectContaining({ id: 'tickets-kept-down', atMost: '4000', owners: { marketing: 'digital' } }),
      ],
    });
  });

  it('takes any part alone', () => {
    expect(read('version: 1').part).toEqual({});
    expect(read('version: 1\norganisation: { name: Ferries }').part).toEqual({ organisation: { name: 'Ferries' } });
  });

  it.each([
    ['80', '80'],
    ['80.0', '80'],
    ["'080.50'", '80.5'],
    ['-0.0', '0'],
    ['0.10', '0.1'],
    ["'12345678901234567890.123'", '12345678901234567890.123'],
  ])('reads the decimal %s as %s', (written, value) => {
    const { part, issues } = read(changed('target: 80.5', `target: ${written}`));
    expect(issues).toEqual([]);
    expect(part.goals?.[0]?.keyResults[0]).toMatchObject({ target: value });
  });

  it.each(['.inf', '1e400', 'eighty', '12345678901234567890', '0x1F0000000000000', "''", "'1e3'"])(
    'refuses %s as a decimal',
    (written) => {
      expect(issuesOf(changed('target: 80.5', `target: ${written}`))).toEqual([
        expect.stringContaining('goals.0.keyResults.0.target: must be a decimal number such as 62.5'),
      ]);
    },
  );

  it('tells all faults at once, each where it stands', () => {
    const text = [
      'version: 1',
      'organisation:',
      '  timezone: Europe/Lisbon',
      'people:',
      '  - id: Digital Lead',
      '    name: ""',
      '    side: sales',
      'guardrails:',
      '  - id: floor',
      '    metric: attainment',
      '    title:',
      '    atLeast: high',
      '    for: 10 minutes',
      '    routes: on-call',
    ].join('\n');
    expect(issuesOf(text)).toEqual([
      '3:3 organisation.timezone: is not known here; did you mean "timeZone"?',
      '5:5 people.0.id: must be small letters, digits, dots and dashes, such as "service-desk"',
      '6:5 people.0.name: must have at least 1 character',
      '7:5 people.0.side: "sales" is not known; it must be one of marketing, it',
      '11:5 guardrails.0.title: is empty; it must be a text: give it a value or remove the line',
      '13:5 guardrails.0.for: must be a duration such as 15m, 2h or 7d',
      '14:5 guardrails.0.routes: must be a list: begin each entry with "- "',
      '12:5 guardrails.0.atLeast: must be a decimal number such as 62.5, with at most 12 decimals; quote it when it has more than 15 digits',
    ]);
  });

  it('says of a missing field where the thing begins', () => {
    const text = changed(', side: it, team', ', team');
    expect(issuesOf(text)).toEqual([
      `${lineOf(text, 'id: service,')}:5 people.1.side: is missing; it must be one of marketing, it`,
    ]);
  });

  it('guesses what a misspelt kind, unit or version was meant to be', () => {
    expect(issuesOf(changed('kind: ratio', 'kind: ration'))).toEqual([
      expect.stringContaining(
        'formula.kind: "ration" is not known; it must be one of ratio, count, sum, activeDays, open, duration, percentile, latest, derived; did you mean "ratio"?',
      ),
    ]);
    expect(issuesOf(changed('version: 1', 'version: 2'))).toEqual([
      '1:1 version: must be 1, the version of this kind of file',
    ]);
    expect(issuesOf(changed('state: met }', 'state: { is: met } }'))).toEqual([
      expect.stringContaining(
        'numerator.where.state: must be a value, a list of values, {not: [values]}, {present: true}, {atLeast: 5, below: 10}, {startsWith: text} or {contains: text}',
      ),
    ]);
  });

  it('checks the settings of a connection by its connector', () => {
    expect(
      issuesOf(
        changed(
          '      location: { path: data/tickets.csv }',
          '      locatoin: { path: data/tickets.csv }\n      format: xml',
        ),
      ),
    ).toEqual([
      expect.stringContaining('connections.0.settings.location: is missing; it must hold keys with values'),
      expect.stringContaining('connections.0.settings.format: must be "csv" or "jsonl"'),
      expect.stringContaining('connections.0.settings.locatoin: is not known here; did you mean "location"?'),
    ]);
    expect(issuesOf(changed('connector: file', 'connector: fil'))).toEqual([
      expect.stringContaining('connections.0.connector: there is no connector "fil"; did you mean "file"?'),
    ]);
  });

  it('reads what can be read, and names what cannot, so that references to it are not blamed', () => {
    const { part, unreadable, placeOf } = read(changed('- { id: digital,', '- { id: broken }\n  - { id: digital,'));
    expect(part.people?.map(({ id }) => id)).toEqual(['digital', 'service']);
    expect(unreadable).toMatchObject({ person: ['broken'], goal: [] });
    expect([placeOf('people', 0), placeOf('people', 1), placeOf('goals', 0)]).toEqual([1, 2, 0]);
  });
});

describe('secrets in a configuration file', () => {
  const withSecret = (value: string) => changed('${TANDEM_SECRET_ON_CALL}', value);

  it('are taken from the environment by their name', () => {
    expect(read(example).part.routes?.[0]).toMatchObject({ secret });
  });

  it('can be kept as they are', () => {
    expect(read(withSecret('unchanged')).part.routes?.[0]).toMatchObject({ secret: 'unchanged' });
  });

  it.each(['${DATABASE_URL}', '${PATH}', '${TANDEM_DATA_DIR}', '$TANDEM_SECRET_ON_CALL', 'x ${TANDEM_SECRET_ON_CALL}'])(
    'are never taken from %s',
    (value) => {
      const { part, issues } = read(withSecret(value));
      expect(part.routes?.map(({ id }) => id)).toEqual(['leads']);
      expect(issues.map(({ reason }) => reason)).toEqual([
        'must be "whsec_" and 24 to 64 random bytes in base64, or ${TANDEM_SECRET_…} to read it from the environment of the server, or "unchanged"',
      ]);
    },
  );

  it('are refused when the environment does not have them, or not in the right form', () => {
    expect(issuesOf(withSecret('${TANDEM_SECRET_OTHER}'))).toEqual([
      expect.stringContaining('routes.0.secret: TANDEM_SECRET_OTHER is not set in the environment of the server'),
    ]);
    const weak = readConfigurationDocument(example, {
      connectors,
      secrets: { TANDEM_SECRET_ON_CALL: 'letmein' },
    });
    expect(weak.issues.map(({ reason }) => reason)).toEqual([
      'the value of TANDEM_SECRET_ON_CALL must be "whsec_" and 24 to 64 random bytes in base64',
    ]);
  });

  it('are never repeated in what is said about them', () => {
    expect(JSON.stringify(issuesOf(withSecret('hunter2-is-my-secret')))).not.toContain('hunter2');
    expect(issuesOf('version: 1\nroutes: [{ id: a, channel: webhok, secret: hunter2 }]').join()).not.toContain(
      'hunter2',
    );
  });

  it('do not stand in the address', () => {
    expect(issuesOf(changed('https://alerts', 'https://me:pass@alerts'))).toEqual([
      expect.stringContaining('routes.0.url: must not hold a user name or password'),
    ]);
  });
});
