import { stringify } from 'yaml';
import { fileOf, goodRow, InputStage, usualMapping } from './input-stage.js';

let stage: InputStage;
beforeAll(async () => {
  stage = await InputStage.open();
  await stage.source('tickets', fileOf(goodRow('a')));
});
afterAll(() => stage.close());

const metric = (more: object = {}) => ({
  key: 'open-tickets',
  title: 'Open tickets',
  description: 'Tickets that run.',
  unit: 'count',
  precision: 0,
  direction: 'down',
  formula: { kind: 'count', stream: 'slaCycle', at: ['startedAt'] },
  ...more,
});
const connection = (settings: object) => ({
  id: 'new',
  name: 'New',
  connector: 'file',
  expectedEvery: '7d',
  settings: { location: { path: 'new.csv' }, mappings: [usualMapping], ...settings },
});
const file = (parts: object) => stringify({ version: 1, ...parts }, { aliasDuplicateObjects: false });
const withMapping = (mapping: object) =>
  file({ connections: [connection({ mappings: [{ ...usualMapping, ...mapping }] })] });

/** Files that cannot be applied: what their sentence must name, and the line where it stands. */
const files: readonly (readonly [what: string, text: string, names: RegExp, line: number | null])[] = [
  ['is empty', '', /empty/, 1],
  ['is no YAML', 'version: 1\nmetrics: [\n', /./, null],
  ['is indented with a tab', 'version: 1\nmetrics:\n\t- key: a\n', /tab/, 3],
  ['names a key twice', 'version: 1\nmetrics: []\nmetrics: []\n', /twice/, 3],
  ['is a list', '- a\n- b\n', /./, 1],
  ['has no version', 'metrics: []\n', /version/, null],
  ['is of another version', 'version: 2\n', /version.*1/, 1],
  ['holds a part that does not exist', 'version: 1\nmetrcs: []\n', /metrcs/, 2],
  ['holds a field that does not exist', file({ metrics: [metric({ colour: 'red' })] }), /colour/, 14],
  ['names two metrics alike', file({ metrics: [metric(), metric({ title: 'Again' })] }), /open-tickets/, null],
  ['has a key with spaces', file({ metrics: [metric({ key: 'Open tickets' })] }), /key.*small letters/, 3],
  [
    'counts a stream that does not exist',
    file({ metrics: [metric({ formula: { kind: 'count', stream: 'tickets', at: ['startedAt'] } })] }),
    /tickets|slaCycle/,
    null,
  ],
  [
    'counts by a field that does not exist',
    file({ metrics: [metric({ formula: { kind: 'count', stream: 'slaCycle', at: ['closedAt'] } })] }),
    /closedAt/,
    null,
  ],
  [
    'reads from a connection that does not exist',
    file({
      metrics: [metric({ formula: { kind: 'count', stream: 'slaCycle', connections: ['desk'], at: ['startedAt'] } })],
    }),
    /desk/,
    null,
  ],
  ['uses a unit that does not exist', file({ metrics: [metric({ unit: 'furlong' })] }), /unit/, null],
  ['maps to a stream that does not exist', withMapping({ stream: 'tickets' }), /tickets|slaCycle/, null],
  [
    'maps to a field that does not exist',
    withMapping({ fields: { ...usualMapping.fields, colour: 'colour' } }),
    /colour/,
    null,
  ],
  ['maps without a field that is required', withMapping({ fields: { ticket: 'id' } }), /startedAt|state|measure/, null],
  ['names a zone that does not exist', withMapping({ zone: 'Europe/Atlantis' }), /Atlantis/, null],
  ['names a date format that cannot be', withMapping({ dateFormat: 'sometimes' }), /sometimes|dateFormat/, null],
  [
    'names a connector that does not exist',
    file({ connections: [{ ...connection({}), connector: 'fax' }] }),
    /fax/,
    null,
  ],
  ['reads from nowhere', file({ connections: [connection({ location: {} })] }), /location/, null],
  ['has an organisation in no zone', file({ organisation: { timeZone: 'Mars/Olympus' } }), /Mars\/Olympus/, 3],
  [
    'has a duration of nonsense',
    file({ connections: [{ ...connection({}), expectedEvery: 'often' }] }),
    /expectedEvery.*15m/,
    null,
  ],
  ['has a goal on a metric that does not exist', file({ goals: [goal({ metric: 'happiness' })] }), /happiness/, null],
  ['has a goal that ends before it starts', file({ goals: [{ ...goal({}), due: '2026-01-01' }] }), /due|start/, null],
  ['has a goal on a day that does not exist', file({ goals: [{ ...goal({}), due: '2026-02-30' }] }), /due/, null],
  [
    'has a guardrail with two limits',
    file({ guardrails: [{ id: 'g', title: 'G', metric: 'rows-of-tickets', atLeast: 1, atMost: 2 }] }),
    /atLeast|atMost/,
    null,
  ],
  [
    'has a guardrail without a limit',
    file({ guardrails: [{ id: 'g', title: 'G', metric: 'rows-of-tickets' }] }),
    /atLeast|atMost/,
    null,
  ],
  [
    'sends to a route that does not exist',
    file({ guardrails: [{ id: 'g', title: 'G', metric: 'rows-of-tickets', atLeast: 1, routes: ['pager'] }] }),
    /pager/,
    null,
  ],
  [
    'has a webhook that is no address',
    file({ routes: [{ id: 'r', channel: 'webhook', url: 'ftp://x', secret: 'unchanged' }] }),
    /url/,
    null,
  ],
  [
    'has a secret that is none',
    file({ routes: [{ id: 'r', channel: 'webhook', url: 'https://example.org', secret: 'hunter2' }] }),
    /secret.*whsec_/,
    null,
  ],
  [
    'reads a secret of the server',
    file({ routes: [{ id: 'r', channel: 'webhook', url: 'https://example.org', secret: '${DATABASE_URL}' }] }),
    /secret/,
    null,
  ],
  ['names a prototype', 'version: 1\n__proto__:\n  organisation: {}\n', /__proto__/, 2],
  ['names a type', 'version: 1\nmetrics: !!js/function "x"\n', /tag|js\/function/i, 2],
  ['grows by its aliases', `version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n${aliases()}`, /alias|large/, null],
  ['nests without end', `version: 1\nmetrics: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, /deep|nest/, 2],
  ['holds a NUL', 'version: 1\norganisation: { name: "a\\0b" }\n', /NUL/, 2],
  ['holds half a character', 'version: 1\norganisation: { name: "a\\ud800b" }\n', /./, 2],
];

function goal(keyResult: object) {
  return {
    id: 'faster',
    title: 'Faster',
    outcome: 'Fewer customers leave.',
    start: '2026-09-01',
    due: '2026-12-31',
    keyResults: [{ id: 'kr', kind: 'reach', metric: 'rows-of-tickets', baseline: 1, target: 2, ...keyResult }],
  };
}

function aliases(): string {
  const names = 'abcdefghi';
  return [...names.slice(1)]
    .map((name, index) => {
      const before = `*${names[index] ?? 'a'}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
    })
    .join('\n');
}

describe('a configuration', () => {
  it.each(files)('that %s is refused with the place and changes nothing', async (_what, text, names, line) => {
    const before = await stage.inventory();
    const { status, problem, ...answer } = await stage.apply(text);
    expect({ status, text: answer.text.slice(0, 1_000) }).toMatchObject({ status: 400 });
    const told = (problem.issues ?? []).map(({ field, reason }) => `${field}: ${reason}`).join('\n');
    expect(told).toMatch(names);
    expect(problem.issues?.map(({ file }) => file)).toContain('tandem.yaml');
    if (line !== null) expect(problem.issues?.map((issue) => issue.line)).toContain(line);
    // A connector has the name "sql", and stands in the list of those that there are.
    const said = problem.message.replace(/there are: [\w, -]+/, '');
    expect(said).not.toMatch(/syntax error|postgres|sql|undefined|hunter2/i);
    expect(await stage.inventory()).toEqual(before);
  });

  it('with one good and one bad part applies neither', async () => {
    const before = await stage.inventory();
    const text = file({ metrics: [metric()], goals: [goal({ metric: 'happiness' })] });
    expect((await stage.apply(text)).status).toBe(400);
    expect(await stage.inventory()).toEqual(before);
  });

  it('tells of all that is wrong at once', async () => {
    const { problem } = await stage.apply(
      file({ metrics: [metric({ unit: 'furlong', direction: 'left', precision: 99 })] }),
    );
    const told = (problem.issues ?? []).map(({ field }) => field).join(' ');
    expect(told).toMatch(/unit/);
    expect(told).toMatch(/direction/);
    expect(told).toMatch(/precision/);
  });

  it('tried as a dry run answers what it would change, and changes nothing', async () => {
    const before = await stage.inventory();
    const { status, text } = await stage.postJson('/api/v1/configuration', {
      file: 'tandem.yaml',
      text: file({ metrics: [metric()] }),
      dryRun: true,
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      applied: false,
      changes: [{ kind: 'metric', id: 'open-tickets', action: 'create' }],
    });
    expect(await stage.inventory()).toEqual(before);
  });
});

it('has met no unexpected fault in any of this', () => {
  expect(stage.product.output()).not.toMatch(/\bERROR\b|TypeError|RangeError|QueryFailedError/);
});
