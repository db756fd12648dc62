import { addressOf, apiPath, withParams } from './address.js';

describe('addresses', () => {
  it('takes the time of knowledge, the theme and the period along, and leaves the rest behind', () => {
    expect(addressOf('/metrics/x', 'asOf=2026-11-01T00%3A00%3A00Z&theme=dark&status=breach')).toBe(
      '/metrics/x?asOf=2026-11-01T00%3A00%3A00Z&theme=dark',
    );
  });

  it('adds what belongs to the page, and removes what is set to nothing', () => {
    expect(addressOf('/board', 'asOf=2026-11-01T00%3A00%3A00Z', { asOf: null, status: 'stale' })).toBe(
      '/board?status=stale',
    );
    expect(addressOf('/board', '')).toBe('/board');
  });

  it('changes one parameter and keeps the others', () => {
    expect(withParams('period=2026-Q4&status=stale', { status: null })).toBe('period=2026-Q4');
    expect(withParams('', { by: 'priority' })).toBe('by=priority');
  });

  it('asks the API only for what has a value', () => {
    expect(apiPath('/board', { period: null, asKnownAt: '2026-11-01T00:00:00Z' })).toBe(
      '/board?asKnownAt=2026-11-01T00%3A00%3A00Z',
    );
    expect(apiPath('/board', { period: undefined })).toBe('/board');
  });
});
