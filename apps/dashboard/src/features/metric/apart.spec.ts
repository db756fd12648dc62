import { apart } from './apart.js';

describe('marks on a line', () => {
  it.each([
    ['far apart stay where they are', [10, 40], 14, 100, [10, 40]],
    ['too near make way to the right', [10, 12, 13], 14, 100, [10, 24, 38]],
    ['at the end make way to the left', [90, 95, 99], 14, 100, [72, 86, 100]],
    ['are none for none', [], 14, 100, []],
  ])('%s', (_, wanted, least, end, places) => {
    expect(apart(wanted, least, end)).toEqual(places);
  });
});
