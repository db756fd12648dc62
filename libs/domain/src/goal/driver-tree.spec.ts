import fc from 'fast-check';
import { checkDrivers, driverTree } from './driver-tree.js';
import type { DriverLink, KeyResult } from './goal.js';

const aim = (metric: string): KeyResult => ({ id: metric, metric, kind: 'stay', atLeast: '1' });
const link = (text: string): DriverLink => {
  const [metric = '', drives = ''] = text.split(' → ');
  return { metric, drives };
};
const goal = (aims: string[], ...links: string[]) => ({ keyResults: aims.map(aim), drivers: links.map(link) });
const reasons = (...asked: Parameters<typeof goal>) => checkDrivers(goal(...asked)).map(({ reason }) => reason);

describe('driverTree', () => {
  it('leads from the key results down to what moves them', () => {
    expect(driverTree(goal(['kept'], 'helped → kept', 'deploys → helped'))).toEqual([
      {
        metric: 'kept',
        shownAbove: false,
        drivers: [
          { metric: 'helped', shownAbove: false, drivers: [{ metric: 'deploys', shownAbove: false, drivers: [] }] },
        ],
      },
    ]);
  });

  it('opens a metric once, where it comes first', () => {
    const [first, second] = driverTree(
      goal(['kept', 'helped'], 'deploys → kept', 'deploys → helped', 'team → deploys'),
    );
    expect(first?.drivers[0]?.drivers).toHaveLength(1);
    expect(second?.drivers[0]).toEqual({ metric: 'deploys', shownAbove: true, drivers: [] });
  });

  it('never has more nodes than key results and links, whatever the links', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const links = fc.array(fc.record({ metric: name, drives: name }), { maxLength: 25 });
    fc.assert(
      fc.property(links, (drivers) => {
        const count = (nodes: ReturnType<typeof driverTree>): number =>
          nodes.reduce((sum, node) => sum + 1 + count(node.drivers), 0);
        expect(count(driverTree({ keyResults: [aim('a'), aim('b')], drivers }))).toBeLessThanOrEqual(
          2 + drivers.length,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('checkDrivers', () => {
  it('takes links that all end in a key result', () => {
    expect(
      reasons(['kept', 'helped'], 'deploys → kept', 'deploys → helped', 'helped → kept', 'team → deploys'),
    ).toEqual([]);
  });

  it('refuses a circle, and tells it once with its way', () => {
    expect(reasons(['kept'], 'a → kept', 'b → a', 'a → b')).toEqual([
      { code: 'driverCycle', metrics: ['b', 'a', 'b'] },
    ]);
    expect(reasons(['kept'], 'a → b', 'b → c', 'c → a')).toEqual([
      { code: 'driverCycle', metrics: ['a', 'b', 'c', 'a'] },
    ]);
    expect(reasons(['kept'], 'kept → kept')).toEqual([{ code: 'driverCycle', metrics: ['kept', 'kept'] }]);
  });

  it('refuses what leads to nothing of the goal', () => {
    expect(reasons(['kept'], 'deploys → revenue')).toEqual([
      { code: 'driverLeadsNowhere', drives: 'revenue', known: ['kept', 'deploys'] },
    ]);
  });

  it('refuses the same link twice', () => {
    expect(reasons(['kept'], 'a → kept', 'a → kept')).toEqual([{ code: 'driverTwice', metric: 'a', drives: 'kept' }]);
  });

  it('finds a fault exactly where following the links does not end', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const links = fc.uniqueArray(fc.record({ metric: name, drives: name }), {
      maxLength: 8,
      selector: ({ metric, drives }) => `${metric} ${drives}`,
    });
    fc.assert(
      fc.property(links, (drivers) => {
        const endless = (metric: string, seen: readonly string[]): boolean =>
          seen.includes(metric) ||
          drivers.some((one) => one.metric === metric && endless(one.drives, [...seen, metric]));
        const found = checkDrivers({ keyResults: [aim('a')], drivers }).some(
          ({ reason }) => reason.code === 'driverCycle',
        );
        expect(found).toBe(drivers.some(({ metric }) => endless(metric, [])));
      }),
      { numRuns: 200 },
    );
  });
});
