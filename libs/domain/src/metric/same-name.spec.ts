import type { CountDefinition } from './definition.js';
import { heardName, otherNumbersOfName, sharedNames } from './same-name.js';

const counting: CountDefinition = { kind: 'count', stream: 'deployment', at: ['finishedAt'], dimensions: [] };
const metric = (key: string, title: string, formula: CountDefinition = counting) => ({ key, title, formula });

describe('metrics of the same name', () => {
  it.each([
    ['Change fail rate', 'change-fail RATE'],
    ['Change fail rate', '  Change  fail rate. '],
    ['Umsatz (netto)', 'Umsatz, netto'],
    ['Ｒevenue', 'Revenue'],
  ])('%s is heard as %s', (one, other) => {
    expect(heardName(one)).toBe(heardName(other));
  });

  it.each([
    ['Replies in 1 h', 'Replies in 2 h'],
    ['Conversion', 'Conversion %'],
    ['Résumé', 'Resume'],
  ])('%s is another name than %s', (one, other) => {
    expect(heardName(one)).not.toBe(heardName(other));
  });

  it('are pointed out where they count something else', () => {
    const own = metric('releases', 'Releases');
    const staged = metric('staged', 'releases', { ...counting, where: { tier: 'staging' } });
    const ofOneSource = metric('of-one', 'Releases!', { ...counting, connections: ['pipeline'] });
    expect(otherNumbersOfName(own, [own, staged, ofOneSource])).toEqual([staged, ofOneSource]);
  });

  it('are not pointed out where only the slices differ, or the order of what is written', () => {
    const own = metric('releases', 'Releases', { ...counting, connections: ['a', 'b'] });
    const sliced = metric('sliced', 'Releases', { ...counting, connections: ['b', 'a'], dimensions: ['service'] });
    expect(otherNumbersOfName(own, [own, sliced])).toEqual([]);
  });

  it('are grouped by their name, with all that have it', () => {
    const staged = { ...counting, where: { tier: 'staging' } };
    const metrics = [
      metric('a', 'Releases'),
      metric('b', 'Replies'),
      metric('c', 'releases', staged),
      metric('d', 'Releases.'),
      metric('e', 'replies'),
    ];
    expect(sharedNames(metrics).map((group) => group.map(({ key }) => key))).toEqual([['a', 'c', 'd']]);
    expect(sharedNames([])).toEqual([]);
  });

  it('must have a name to share one', () => {
    const staged = metric('b', '!', { ...counting, where: { tier: 'staging' } });
    expect(otherNumbersOfName(metric('a', '–'), [staged])).toEqual([]);
  });
});
