import { z } from 'zod';
import { fileSettings } from './settings.js';

const mapping = {
  stream: 'slaCycle',
  dateFormat: 'D/M/YYYY H:mm',
  fields: {
    ticket: 'number',
    measure: { constant: 'resolution' },
    startedAt: 'opened_at',
    state: { constant: 'running' },
  },
  naturalKey: { columns: ['number'] },
};
const settings = { location: { path: 'incidents.csv' }, mappings: [mapping] };

function issues(given: object): string[] {
  const parsed = fileSettings.safeParse({ ...settings, ...given });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}
const mapped = (changed: object) => issues({ mappings: [{ ...mapping, ...changed }] });
const withFields = (fields: object) => mapped({ fields: { ...mapping.fields, ...fields } });

describe('the settings of the file connector', () => {
  it('accepts a plain mapping and fills in what was left out', () => {
    const parsed = fileSettings.parse(settings);
    expect(parsed).toMatchObject({
      encoding: 'utf-8',
      shiftWeeks: 0,
      mappings: [{ zone: 'UTC', emptyValues: [], dimensions: {} }],
    });
    expect(parsed.mappings[0]?.fields.ticket).toEqual({ column: 'number' });
  });

  it('reads its own output back unchanged', () => {
    const parsed = fileSettings.parse(settings);
    expect(fileSettings.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
  });

  it('can be described as a JSON schema for forms', () => {
    expect(z.toJSONSchema(fileSettings, { io: 'input' })).toMatchObject({
      type: 'object',
      required: ['location', 'mappings'],
    });
  });

  it.each<[string, string[], string]>([
    ['unknown stream', mapped({ stream: 'tickets' }), 'mappings.0.stream: must be one of the streams deployment'],
    [
      'unknown field',
      withFields({ startedat: 'x' }),
      'mappings.0.fields.startedat: slaCycle has no field "startedat" (did you mean "startedAt"?)',
    ],
    ['unknown key', mapped({ colour: 'red' }), 'mappings.0: Unrecognized key: "colour"'],
    [
      'required field without source',
      mapped({ fields: { ticket: 'number' } }),
      'mappings.0.fields.state: slaCycle needs the field "state"',
    ],
    ['unknown zone', mapped({ zone: 'Europe/Lisbonne' }), 'mappings.0.zone: "Europe/Lisbonne" is no time zone'],
    [
      'bad date format',
      mapped({ dateFormat: 'dd.mm.yyyy' }),
      'mappings.0.dateFormat: the date format "dd.mm.yyyy" holds "dd"',
    ],
    [
      'bad date format of one field',
      withFields({ dueAt: { column: 'due', dateFormat: 'D/M' } }),
      'mappings.0.fields.dueAt.dateFormat: the date',
    ],
    [
      'date format on text',
      withFields({ team: { column: 'g', dateFormat: 'ISO' } }),
      'mappings.0.fields.team.dateFormat: only has a meaning',
    ],
    ['deletions without an order', mapped({ gone: { deleted: 'true' } }), 'mappings.0.gone: needs "version"'],
    [
      'deletions of rows without an id',
      mapped({ gone: { deleted: 'true' }, naturalKey: { contentAndOccurrence: true } }),
      'mappings.0.gone: needs "naturalKey.columns"',
    ],
    [
      'number format on text',
      withFields({ team: { column: 'g', numberFormat: { decimal: ',' } } }),
      'mappings.0.fields.team.numberFormat: only has a meaning',
    ],
    [
      'one mark for decimals and thousands',
      mapped({ numberFormat: { decimal: ',', group: ',' } }),
      'mappings.0.numberFormat.group: must be another mark',
    ],
    [
      'constant that does not fit',
      withFields({ measure: { constant: 'speed' } }),
      'mappings.0.fields.measure.constant: "speed" is not one of',
    ],
    [
      'translation that does not fit',
      withFields({ state: { column: 's', values: { ok: 'met', bad: 'missed' } } }),
      'mappings.0.fields.state.values.bad: "missed" is not one of',
    ],
    [
      'case that does not fit',
      withFields({ state: { cases: [{ where: { s: 'x' }, constant: 'done' }], otherwise: 'running' } }),
      'mappings.0.fields.state.cases.0.constant: "done" is not one of',
    ],
    [
      'otherwise null on a required field',
      withFields({ state: { column: 's', values: { a: 'met' }, otherwise: null } }),
      'mappings.0.fields.state.otherwise: cannot be null',
    ],
    [
      'two origins',
      withFields({ team: { column: 'a', constant: 'b' } }),
      'mappings.0.fields.team.constant: contradicts "column"',
    ],
    [
      'no origin',
      withFields({ team: {} }),
      'mappings.0.fields.team: must have one of "column", "constant", "template", "cases"',
    ],
    [
      'open brace',
      withFields({ dueAt: { template: '{year}-{month' } }),
      'mappings.0.fields.dueAt.template: must name at least one column',
    ],
    [
      'condition of no known kind',
      mapped({ where: { state: { like: 'x' } } }),
      'mappings.0.where.state: must be a value, a list',
    ],
    [
      'two kinds of key',
      mapped({ naturalKey: { columns: ['a'], contentAndOccurrence: true } }),
      'mappings.0.naturalKey.contentAndOccurrence: contradicts',
    ],
    ['dimension name', mapped({ dimensions: { '2nd': 'x' } }), 'mappings.0.dimensions.2nd: '],
    ['no location', issues({ location: {} }), 'location: must have exactly one of "path", "upload" and "url"'],
    ['two locations', issues({ location: { path: 'a', upload: true } }), 'location: must have exactly one'],
    [
      'password in an address',
      issues({ location: { url: 'https://a:b@example.org/x.csv' } }),
      'location.url: must not hold a user name',
    ],
    ['another protocol', issues({ location: { url: 'file:///etc/passwd' } }), 'location.url: must begin with http'],
    ['encoding', issues({ encoding: 'utf-7' }), 'encoding: must be one of utf-8'],
    ['delimiter', issues({ delimiter: '"' }), 'delimiter: must be neither a quote'],
    ['delimiter of JSON lines', issues({ format: 'jsonl', delimiter: ';' }), 'delimiter: contradicts "format"'],
    [
      'coverage that ends before it begins',
      issues({ coverage: { from: '2016-02-02', to: '2016-02-02' } }),
      'coverage.to: must be later',
    ],
    [
      'coverage on a day that does not exist',
      issues({ coverage: { from: '2016-02-30' } }),
      'coverage.from: must be a date',
    ],
    ['part of a week', issues({ shiftWeeks: 1.5 }), 'shiftWeeks: '],
    ['no mapping', issues({ mappings: [] }), 'mappings: '],
  ])('refuses %s and leads to the key', (_title, found, expected) => {
    expect(found.some((issue) => issue.startsWith(expected)) ? expected : found).toBe(expected);
  });

  describe('two mappings into one stream', () => {
    const both = (first: object, second: object) =>
      issues({
        mappings: [
          { ...mapping, ...first },
          { ...mapping, ...second },
        ],
      });

    it('are refused when both can give one row the same key', () => {
      expect(both({}, {})).toEqual([expect.stringContaining('mappings.1.naturalKey.prefix: contradicts mappings.0')]);
      expect(both({ where: { a: 'x' } }, { where: { a: ['x', 'y'] } })).toHaveLength(1);
    });

    it('are accepted with prefixes of their own, or with conditions that exclude each other', () => {
      expect(both({}, { naturalKey: { columns: ['number'], prefix: 'second' } })).toEqual([]);
      expect(both({ where: { a: 'x' } }, { where: { a: { not: ['x'] } } })).toEqual([]);
    });
  });
});
