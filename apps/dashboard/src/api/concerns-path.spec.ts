import type { ChangeEvent } from '@tandem/contracts/system';
import { concernsPath } from './concerns-path.js';

const event = (kind: ChangeEvent['kind'], keys: string[] = []): ChangeEvent => ({
  kind,
  keys,
  at: '2026-11-12T08:00:00Z',
});

describe('concernsPath', () => {
  it('asks again for the board and for the metric that new observations name', () => {
    expect(concernsPath(event('observations', ['lead-time']), '/board?period=2026-Q4')).toBe(true);
    expect(concernsPath(event('observations', ['lead-time']), '/metrics/lead-time/observations?grain=day')).toBe(true);
  });

  it('leaves the page of another metric alone', () => {
    expect(concernsPath(event('observations', ['lead-time']), '/metrics/attainment')).toBe(false);
  });

  it('asks for every metric again when the event names none', () => {
    expect(concernsPath(event('observations'), '/metrics/attainment')).toBe(true);
  });

  it('does not ask for sources when an alert moved', () => {
    expect(concernsPath(event('alerts'), '/sources')).toBe(false);
    expect(concernsPath(event('alerts'), '/alerts?state=open')).toBe(true);
  });

  it('never asks again for what was known at an earlier time because of new data', () => {
    expect(concernsPath(event('observations'), '/board?asKnownAt=2026-10-01T00%3A00%3A00Z')).toBe(false);
  });

  it('asks for everything after a gap in the events', () => {
    expect(concernsPath(event('resync'), '/sources/desk')).toBe(true);
  });
});
