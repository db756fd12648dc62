import { checkPushed } from './check-pushed.js';

const origin = 'push 1#1';
const check = (input: unknown) => checkPushed('incident', input, origin);

describe('what is pushed', () => {
  it('is a record as ever where nothing says that it is gone', () => {
    const record = { key: 'i1', service: 'shop', openedAt: '2026-11-09T08:00:00Z' };
    expect(check(record)).toMatchObject({ ok: true, record: { naturalKey: 'i1' } });
    expect(check({ ...record, gone: null })).toEqual(check(record));
    expect(check([])).toMatchObject({ ok: false, field: '' });
  });

  it('says by key, and where it has one by version, what is gone', () => {
    const gone = { stream: 'incident', key: 'i1', covers: 'record', origin };
    expect(check({ key: 'i1', gone: true })).toEqual({ ok: true, gone });
    const url = 'https://pager.example.org/i1';
    expect(check({ key: 'i1', gone: true, version: '7', url })).toEqual({
      ok: true,
      gone: { ...gone, version: '7', origin: url },
    });
  });

  it.each([
    [{ key: 'i1', gone: false }, 'gone'],
    [{ key: 'i1', gone: 'yes' }, 'gone'],
    [{ key: 'i1', gone: true, service: 'shop' }, 'gone'],
    [{ gone: true }, 'key'],
    [{ key: '', gone: true }, 'key'],
    [{ key: 'a\0', gone: true }, 'key'],
    [{ key: 'x'.repeat(501), gone: true }, 'key'],
    [{ key: 'i1', gone: true, version: 7 }, 'version'],
    [{ key: 'i1', gone: true, version: 'ä' }, 'version'],
    [{ key: 'i1', gone: true, url: 7 }, 'url'],
  ])('refuses %j at %s', (input, field) => {
    expect(check(input)).toMatchObject({ ok: false, field, reason: expect.stringMatching(/\.$/) as string });
  });

  it('is never the end of a measurement', () => {
    expect(checkPushed('measurement', { key: 'm', gone: true }, origin)).toMatchObject({ ok: false, field: 'gone' });
  });
});
