import { columnsOf, compileMapping, requiredColumnsOf } from '@tandem/connector-kit/mapping/compile-mapping';
import { fileSettings } from './settings.js';

function mappingOf(changed: object = {}) {
  const mapping = {
    stream: 'slaCycle',
    dateFormat: 'D/M/YYYY H:mm',
    emptyValues: ['?'],
    fields: {
      ticket: 'number',
      measure: { constant: 'resolution' },
      startedAt: 'opened',
      stoppedAt: { column: 'closed', where: { status: 'Closed' } },
      state: {
        cases: [
          { where: { kept: 'false' }, constant: 'breached' },
          { where: { kept: 'true', status: 'Closed' }, constant: 'met' },
        ],
        otherwise: 'running',
      },
    },
    dimensions: { group: 'group' },
    naturalKey: { columns: ['number'] },
    version: [{ instant: 'updated' }, { integer: 'count' }],
    knownAt: 'updated',
    ...changed,
  };
  const parsed = fileSettings.parse({ location: { path: 'a.csv' }, mappings: [mapping] }).mappings[0];
  if (!parsed) throw new Error('the settings lost their mapping');
  return parsed;
}

const columns = ['number', 'status', 'kept', 'opened', 'closed', 'updated', 'count', 'group'];
const closed = ['INC1', 'Closed', 'true', '1/3/2016 8:00', '2/3/2016 9:30', '2/3/2016 9:31', '4', ' Group 7 '];
const context = { origin: 'a.csv:2', contentKey: 'hash-1' };

function normalize(changed: object = {}, row: Partial<Record<string, string>> = {}, shiftWeeks = 0) {
  const cells = columns.map((name, index) => row[name] ?? closed[index] ?? '');
  return compileMapping(mappingOf(changed), columns, shiftWeeks)(cells, context);
}
const field = (name: string, changed: object, row: object = {}) => {
  const outcome = normalize({ fields: { ...mappingOf().fields, ...changed } }, row);
  if (outcome === 'filteredOut') return outcome;
  return 'record' in outcome ? outcome.record.fields[name] : 'rejected' in outcome ? outcome.rejected : outcome.gone;
};

describe('compileMapping', () => {
  it('makes a canonical record of a row', () => {
    expect(normalize()).toEqual({
      record: {
        stream: 'slaCycle',
        naturalKey: 'INC1',
        fields: {
          ticket: 'INC1',
          measure: 'resolution',
          startedAt: '2016-03-01T08:00:00.000Z',
          stoppedAt: '2016-03-02T09:30:00.000Z',
          state: 'met',
        },
        dimensions: { group: 'Group 7' },
        version: '2016-03-02T09:31:00.000Z|00000000000000000004',
        knownAt: '2016-03-02T09:31:00.000Z',
        origin: 'a.csv:2',
      },
    });
  });

  it('moves every instant by the shift, knownAt and version too, and leaves the key alone', () => {
    expect(normalize({}, {}, 2)).toMatchObject({
      record: {
        naturalKey: 'INC1',
        fields: { startedAt: '2016-03-15T08:00:00.000Z', stoppedAt: '2016-03-16T09:30:00.000Z' },
        version: '2016-03-16T09:31:00.000Z|00000000000000000004',
        knownAt: '2016-03-16T09:31:00.000Z',
      },
    });
  });

  it('trusts a back-filled column only in the rows that knew it', () => {
    expect(field('stoppedAt', {}, { status: 'Active' })).toBeUndefined();
    expect(field('stoppedAt', {}, { status: 'Closed' })).toBe('2016-03-02T09:30:00.000Z');
  });

  it('takes the first case that the row meets', () => {
    expect(field('state', {}, { kept: 'false' })).toBe('breached');
    expect(field('state', {}, { status: 'Active' })).toBe('running');
  });

  it('sends a row that no case foresees to quarantine when nothing else is said', () => {
    const cases = [{ where: { kept: 'maybe' }, constant: 'met' }];
    expect(field('state', { state: { cases } })).toMatchObject({
      field: 'state',
      reason: expect.stringContaining('the row meets none of the cases') as unknown,
    });
    expect(
      field('team', { team: { cases: [{ where: { kept: 'maybe' }, column: 'group' }], otherwise: null } }),
    ).toBeUndefined();
  });

  it('translates the texts of a column', () => {
    const state = { column: 'kept', values: { true: 'met', false: 'breached' } };
    expect(field('state', { state }, { kept: 'false' })).toBe('breached');
    expect(field('state', { state }, { kept: 'perhaps' })).toMatchObject({
      reason:
        'Column "kept": "perhaps" is not among the values that the mapping translates. Correct the row in the source, or the mapping, and sync again.',
    });
    expect(field('state', { state: { ...state, otherwise: 'running' } }, { kept: 'perhaps' })).toBe('running');
  });

  it('puts columns together by a template, with its own date format', () => {
    const dueAt = { template: '{group}-{status}-{count}', dateFormat: 'YYYY-MMMM-D' };
    expect(field('dueAt', { dueAt }, { group: '2016', status: 'July', count: '4' })).toBe('2016-07-04T00:00:00.000Z');
    expect(field('dueAt', { dueAt }, { group: '2016', status: '', count: '4' })).toBeUndefined();
  });

  it('leaves out what is not known, which is not zero', () => {
    expect(
      normalize(
        { fields: { ...mappingOf().fields, team: 'group', pausedMs: 'count' }, version: undefined },
        { group: '?', count: '' },
      ),
    ).toMatchObject({
      record: {
        dimensions: {},
        fields: expect.not.objectContaining({
          team: expect.anything() as unknown,
          pausedMs: expect.anything() as unknown,
        }) as unknown,
      },
    });
  });

  it.each([
    [
      { opened: '31/2/2016 8:00' },
      'startedAt',
      'Column "opened": "31/2/2016 8:00" names a day that does not exist: February 2016 has 29 days.',
    ],
    [{ opened: '?' }, 'startedAt', 'Column "opened" gives no value, and every slaCycle needs "startedAt".'],
    [{ number: '' }, 'naturalKey', 'The key column "number" is empty'],
    [{ count: 'many' }, 'version', 'The version column "count": "many" is not a whole number'],
    [{ updated: 'late' }, 'version', 'The version column "updated": "late" does not match'],
  ])('refuses %j and names the field', (row, name, reason) => {
    expect(normalize({}, row)).toEqual({
      rejected: { field: name, reason: expect.stringContaining(reason) as unknown },
    });
  });

  it('leaves out on purpose what the filter does not take', () => {
    expect(normalize({ where: { status: { not: ['Closed'] } } })).toBe('filteredOut');
  });

  it('reads numbers as the mapping says that they are written, and a field by a format of its own', () => {
    const numberFormat = { decimal: ',', group: '.', currency: ['€'] };
    const read = (mapping: object, cells: readonly string[], numbers: ReadonlySet<number> = new Set()) =>
      compileMapping(mappingOf(mapping), ['at', 'amount', 'visits'], 0)(cells, { ...context, numbers });
    const funnel = (format: object, more: object = {}) => ({
      stream: 'funnelCount',
      dateFormat: 'ISO',
      numberFormat: format,
      fields: {
        periodStart: 'at',
        step: { constant: 'order' },
        entity: { constant: 'event' },
        count: 'visits',
        revenueMinor: { column: 'amount', ...more },
        currency: { constant: 'EUR' },
      },
      dimensions: {},
      naturalKey: { columns: ['at'] },
      version: undefined,
      knownAt: undefined,
    });
    const amounts = funnel({ ...numberFormat, minorDigits: 2 });
    expect(read(amounts, ['2026-03-01', '1.234,5 €', '1.200'])).toMatchObject({
      record: { fields: { revenueMinor: 123450, count: 1200 } },
    });
    expect(read(amounts, ['2026-03-01', '1.23', '1'])).toEqual({
      rejected: {
        field: 'revenueMinor',
        reason:
          'Column "amount": "1.23" is not a number as the mapping says that they are written, such as "€ 1.234,56". Correct the row in the source, or the mapping, and sync again.',
      },
    });
    // Numbers of JSON have no marks: 1.234 is little more than one, and not a thousand.
    expect(read(amounts, ['2026-03-01', '12.5', '7'], new Set([1, 2]))).toMatchObject({
      record: { fields: { revenueMinor: 1250, count: 7 } },
    });
    const own = funnel(numberFormat, { numberFormat: { group: ',' } });
    expect(read(own, ['2026-03-01', '1,234', '1.200'])).toMatchObject({
      record: { fields: { revenueMinor: 1234, count: 1200 } },
    });
  });

  it('says of a row that tells of a deletion what is gone, and asks it for no fields', () => {
    const gone = { status: 'Deleted' };
    expect(normalize({ gone }, { status: 'Deleted', opened: '', kept: '' })).toEqual({
      gone: {
        stream: 'slaCycle',
        key: 'INC1',
        covers: 'record',
        version: '2016-03-02T09:31:00.000Z|00000000000000000004',
        origin: 'a.csv:2',
      },
    });
    expect(normalize({ gone })).toHaveProperty('record');
    expect(normalize({ gone }, { status: 'Deleted', updated: '' })).toMatchObject({ rejected: { field: 'version' } });
    expect([...columnsOf(mappingOf({ gone: { removed_at: { present: true } } }))]).toContain('removed_at');
  });

  it('keys by content with its prefix', () => {
    expect(normalize({ naturalKey: { contentAndOccurrence: true, prefix: 'kept' } })).toMatchObject({
      record: { naturalKey: 'kept:hash-1' },
    });
  });

  it('reads constants as ISO whatever the date format of the file', () => {
    expect(field('dueAt', { dueAt: { constant: '2016-03-05T12:00:00Z' } })).toBe('2016-03-05T12:00:00.000Z');
  });
});

describe('the columns of a mapping', () => {
  it('are all that it reads, in filters, cases and keys too', () => {
    expect([...columnsOf(mappingOf({ where: { extra: 'x' } }))].sort()).toEqual([...columns, 'extra'].sort());
  });

  it('are required where no row could do without', () => {
    expect([...requiredColumnsOf(mappingOf())].sort()).toEqual(['count', 'number', 'opened', 'updated']);
  });
});
