import { isBefore } from './record-end.js';
import type { CanonicalRecord, StreamName } from './streams.js';

const before = '2026-01-01T00:00:00.000Z';
const old = '2025-12-31T23:59:59.999Z';
const record = (stream: StreamName, fields: CanonicalRecord['fields']): CanonicalRecord => ({
  stream,
  naturalKey: 'key',
  fields,
  dimensions: {},
  origin: 'file:1',
});

describe('whether a record lies before a time', () => {
  it.each([
    ['an incident that was resolved', record('incident', { openedAt: old, resolvedAt: old }), true],
    ['an incident that is open', record('incident', { openedAt: old }), false],
    ['an incident that was resolved later', record('incident', { openedAt: old, resolvedAt: before }), false],
    ['a cancelled cycle without an end', record('slaCycle', { startedAt: old, state: 'cancelled' }), true],
    ['a breached cycle that runs on', record('slaCycle', { startedAt: old, dueAt: old, state: 'breached' }), false],
    ['a deployment that runs', record('deployment', { startedAt: old, outcome: 'running' }), false],
    ['a measurement up to that time', record('measurement', { periodStart: old, periodEnd: before }), false],
    ['a count of a day', record('funnelCount', { periodStart: old }), true],
  ])('%s', (_name, given, expected) => {
    expect(isBefore(given, before)).toBe(expected);
  });
});
