import { moneyText, WORDS } from './initiative-words.js';

describe('money of a case', () => {
  it.each([
    ['12345.50', '€12,346'],
    ['12345.49', '€12,345'],
    ['-1250.50', '\u2212€1,251'],
    ['1000.00', '€1,000'],
    ['9999999999999999.99', '€10,000,000,000,000,000'],
    ['0.40', '€0.40'],
    ['0.00', '€0'],
    [null, '\u2013'],
  ])('%s is shown as %s', (amount, expected) => {
    expect(moneyText(amount, 'EUR')).toBe(expected);
  });
});

describe('team-weeks', () => {
  it.each([
    [15, '15 team-weeks'],
    [1, '1 team-week'],
    ['Web 4, Data 2.5', 'Web 4, Data 2.5 team-weeks'],
  ])('%s hold together with their unit, also at its hyphen', (weeks, expected) => {
    const text = WORDS.teamWeeks(weeks);
    expect(text.replaceAll('\u2060', '').replaceAll('\u00a0', ' ')).toBe(expected);
    expect(text).toMatch(/\d\u00a0team\u2060-\u2060weeks?$/);
  });
});
