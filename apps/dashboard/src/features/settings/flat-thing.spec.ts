import { differences, flatThing } from './flat-thing.js';

describe('two versions of a thing', () => {
  it('differ by the fields whose values do, and not by what is empty', () => {
    const mine = { id: 'a', title: 'Mine', holidays: ['2026-12-25', '2026-12-26'], keep: {}, note: null };
    const theirs = { id: 'a', title: 'Theirs', holidays: ['2026-12-25'], hours: [{ from: '08:00' }] };
    expect(differences(mine, theirs)).toEqual([
      { field: 'title', mine: 'Mine', theirs: 'Theirs' },
      { field: 'holidays', mine: '2026-12-25, 2026-12-26', theirs: '2026-12-25' },
      { field: 'hours[0].from', mine: null, theirs: '08:00' },
    ]);
    expect(differences(mine, { ...mine })).toEqual([]);
    expect([...flatThing({ empty: [], nothing: undefined })]).toEqual([]);
  });
});
