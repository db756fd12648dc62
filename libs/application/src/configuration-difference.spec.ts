import { thingDifference } from './configuration-difference.js';

describe('what differs between two states of a thing', () => {
  const source = (url: string | null) => ({
    id: 'desk',
    name: 'Desk',
    connector: 'file',
    settings: { origin: { title: 'Event log', url } },
    secrets: { given: {} },
  });

  it('leaves out what says nothing, whether it is null or not there', () => {
    const made = thingDifference('connection', null, source(null));
    expect(made.map(({ field }) => field)).toContain('settings.origin.title');
    expect(made.map(({ field }) => field)).not.toContain('settings.origin.url');
    expect(thingDifference('connection', source(null), source(null))).toEqual([]);
  });

  it('tells a value that came, or went, with nothing on the other side', () => {
    const field = 'settings.origin.url';
    const url = 'https://example.org/log';
    expect(thingDifference('connection', source(null), source(url))).toEqual([{ field, from: null, to: url }]);
    expect(thingDifference('connection', source(url), source(null))).toEqual([{ field, from: url, to: null }]);
  });
});
