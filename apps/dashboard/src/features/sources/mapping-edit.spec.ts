import {
  dimensionsOf,
  emptyTexts,
  jsonOf,
  keyColumns,
  mappingsIn,
  newMapping,
  NO_SOURCE,
  rowFilter,
  sourceJson,
  sourceView,
  textsOfColumn,
  usesOf,
  withDimension,
  withEmptyTexts,
  withField,
  withKeyColumns,
  withRowFilter,
  withSetting,
  type MappingJson,
} from './mapping-edit.js';

const whole: MappingJson = {
  stream: 'slaCycle',
  zone: 'Europe/Lisbon',
  fields: {
    ticket: 'number',
    measure: { constant: 'resolution' },
    instance: { constant: 3 },
    state: { column: 'within', values: { yes: 'met', no: 'breached' } },
    startedAt: { template: '{day} {time}', dateFormat: 'D/M/YYYY H:mm' },
    stoppedAt: { column: 'closed', where: { status: 'Closed' } },
  },
  dimensions: { country: 'land' },
  where: { kind: 'incident', status: { not: ['Draft', 'Test'] }, closed: { present: true }, prio: ['1', '2'] },
  naturalKey: { columns: ['number'], prefix: 'a' },
  version: [{ instant: 'changed' }],
};

describe('a mapping that is edited by clicking', () => {
  it('keeps what the editor cannot say, and says the rest as it was', () => {
    const types: Readonly<Record<string, string>> = { instance: 'integer' };
    const fields = whole['fields'] as Readonly<Record<string, unknown>>;
    let mapping = whole;
    for (const [name, value] of Object.entries(fields)) {
      mapping = withField(mapping, name, sourceView(value), types[name] ?? 'text');
    }
    mapping = withRowFilter(mapping, rowFilter(mapping));
    mapping = withKeyColumns(mapping, keyColumns(mapping));
    expect(mapping).toEqual(whole);
    expect(sourceView(fields['stoppedAt']).from).toBe('other');
    expect(mappingsIn(jsonOf([mapping]))).toEqual([whole]);
  });

  it('gives a column to a field, and takes it away again', () => {
    const column = (text: string) => ({ ...NO_SOURCE, from: 'column', text }) as const;
    let mapping = newMapping('incident', ['id', 'opened']);
    expect(mapping).toMatchObject({ naturalKey: { columns: ['id'] } });
    mapping = withField(mapping, 'openedAt', column('opened'), 'instant');
    mapping = withDimension(mapping, 'land', 'country');
    expect(usesOf(mapping, 'opened')).toEqual(['openedAt']);
    expect(usesOf(mapping, 'country')).toEqual(['dimensions.land']);
    expect(usesOf(mapping, 'id')).toEqual(['key']);
    expect(dimensionsOf(mapping)).toEqual([{ name: 'land', view: column('country') }]);
    mapping = withDimension(withField(mapping, 'openedAt', NO_SOURCE, 'instant'), 'land', null);
    expect(mapping).toEqual(newMapping('incident', ['id', 'opened']));
    expect(withKeyColumns(mapping, [])['naturalKey']).toEqual({ contentAndOccurrence: true });
  });

  it('writes constants in the type of their field, and meanings only where there are some', () => {
    expect(sourceJson({ ...NO_SOURCE, from: 'constant', text: 'true' }, 'boolean')).toEqual({ constant: true });
    expect(sourceJson({ ...NO_SOURCE, from: 'constant', text: 'many' }, 'integer')).toEqual({ constant: 'many' });
    const values = [{ text: 'x', means: '' }];
    expect(sourceJson({ ...NO_SOURCE, from: 'column', text: 'a', values }, 'text')).toBe('a');
  });

  it('reads no mapping out of a text that is none', () => {
    expect(mappingsIn('[{')).toBeNull();
    expect(mappingsIn('{"a":1}')).toBeNull();
    expect(mappingsIn(' ')).toEqual([]);
    expect(jsonOf([])).toBe('');
  });

  it('knows the plain settings and the texts of a column', () => {
    const mapping = withEmptyTexts(withSetting({ stream: 'incident' }, 'zone', ' UTC '), '?, NULL');
    expect(mapping).toEqual({ stream: 'incident', zone: 'UTC', emptyValues: ['?', 'NULL'] });
    expect(emptyTexts(mapping)).toBe('?, NULL');
    expect(withSetting(mapping, 'zone', '')).not.toHaveProperty('zone');
    expect(textsOfColumn([['a'], ['b'], ['b'], [''], []], 0)).toEqual(['b', 'a']);
  });
});
