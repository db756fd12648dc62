import type { SettingField } from '@tandem/contracts/connectors';
import { idOf, isAsked, settingsOf, storedSecrets, valuesOf } from './setting-values.js';

const field = (path: string, kind: SettingField['kind'], more: Partial<SettingField> = {}): SettingField => ({
  path,
  label: path,
  help: null,
  example: null,
  kind,
  required: false,
  standard: null,
  choices: null,
  discovered: false,
  host: false,
  onlyWith: null,
  ...more,
});
const fields = [
  field('location.path', 'text'),
  field('location.upload', 'flag'),
  field('token', 'secret'),
  field('projects', 'texts'),
  field('pageSize', 'number', { standard: 100 }),
  field('deep', 'flag', { standard: true }),
  field('mappings', 'structure'),
];

describe('the settings that a form stands for', () => {
  it('hold what was filled in, nested as the connector wants it, and nothing that was left empty', () => {
    const values = {
      'location.path': 'a.csv',
      'location.upload': false,
      projects: ' shop \n\nbasket ',
      mappings: '[{"a":1}]',
    };
    expect(settingsOf(fields, values)).toEqual({
      settings: { location: { path: 'a.csv' }, projects: ['shop', 'basket'], mappings: [{ a: 1 }] },
      faults: {},
    });
  });

  it('have what belongs to a choice only where it was made', () => {
    const key = field('key', 'text', { onlyWith: { field: 'by', is: ['key'] } });
    const both = [field('by', 'choice'), key];
    expect([isAsked(key, { by: 'key' }), isAsked(key, { by: 'word' }), isAsked(key, {})]).toEqual([true, false, false]);
    expect(settingsOf(both, { by: 'key', key: 'k' }).settings).toEqual({ by: 'key', key: 'k' });
    expect(settingsOf(both, { by: 'word', key: 'k' }).settings).toEqual({ by: 'word' });
  });

  it('are the same after they were stored and opened again', () => {
    const settings = {
      location: { upload: true },
      projects: ['shop'],
      pageSize: 50,
      deep: false,
      mappings: [{ a: 1 }],
    };
    expect(settingsOf(fields, valuesOf(fields, settings)).settings).toEqual(settings);
  });

  it('keep a stored secret unless another one is typed, and ask for none that is not there', () => {
    const stored = storedSecrets(fields, { token: 'unchanged' });
    expect(stored).toEqual(['token']);
    expect(valuesOf(fields, { token: 'unchanged' })).not.toHaveProperty('token');
    expect(settingsOf(fields, {}, stored).settings).toEqual({ token: 'unchanged' });
    expect(settingsOf(fields, { token: 'new' }, stored).settings).toEqual({ token: 'new' });
    expect(settingsOf(fields, {}).settings).toEqual({});
  });

  it('say where a text is not what it should be, and leave the judgement of the rest to the server', () => {
    const read = settingsOf(fields, { mappings: '[{', pageSize: 'many' });
    expect(read.settings).toEqual({ pageSize: 'many' });
    expect(read.faults['mappings']).toMatch(/not valid JSON/);
  });
});

it.each([
  ['Service desk (Zürich)', 'service-desk-zu-rich'],
  ['  ', ''],
  ['GitHub: acme/shop', 'github-acme-shop'],
])('the id of "%s" is "%s"', (name, id) => {
  expect(idOf(name)).toBe(id);
});
