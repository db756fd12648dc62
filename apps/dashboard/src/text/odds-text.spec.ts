import { oddsText } from './odds-text.js';

describe('oddsText', () => {
  it.each([
    [0.09, '1 in 11'],
    [0.25, '1 in 4'],
    [0.42, '4 in 10'],
    [0.5, '1 in 2'],
    [0.71, '7 in 10'],
    [0.94, '9 in 10'],
    [0.95, '19 in 20'],
    [0.98, '49 in 50'],
  ])('reads %p as %s', (probability, text) => {
    expect(oddsText(probability)).toBe(text);
  });

  it('never calls a forecast certain', () => {
    expect(oddsText(0)).toBe('under 1 in 100');
    expect(oddsText(1)).toBe('over 99 in 100');
  });
});
