import { checkDependencies, checkInitiative } from './check-initiative.js';
import type { Initiative } from './initiative.js';

const whole: Initiative = { id: 'a', title: 'A', agenda: 'it', owners: {} };
const codes = (more: Partial<Initiative>) =>
  checkInitiative({ ...whole, ...more }).map(({ path, reason }) => `${path.join('.')} ${reason.code}`);

describe('checkInitiative', () => {
  it('finds nothing in a bare idea', () => {
    expect(codes({})).toEqual([]);
  });

  it.each([
    [{ months: [{ month: 1, oneOff: '1,5' }] }, 'months.0.oneOff amountUnreadable'],
    [{ months: [{ month: 1, running: '-1' }] }, 'months.0.running amountNegative'],
    [{ months: [{ month: 0 }] }, 'months.0.month monthOutside'],
    [{ months: [{ month: 1, through: 121 }] }, 'months.0.month monthOutside'],
    [{ months: [{ month: 3, through: 2 }] }, 'months.0.through monthsBackwards'],
    [{ months: [{ month: 1, through: 3 }, { month: 3 }] }, 'months.1.month monthTwice'],
    [
      { effect: { metric: 'm', direction: 'up', amount: '0', by: '2027-01-01' } as const },
      'effect.amount amountNotPositive',
    ],
    [
      {
        scope: {
          teams: [
            { team: 'x', weeks: 1 },
            { team: 'x', weeks: 2 },
          ],
          durationMonths: 1,
        },
      },
      'scope.teams.1.team teamTwice',
    ],
    [{ stage: 'launched' as const }, 'launchedOn launchDateMissing'],
    [{ start: '2027-02', launchedOn: '2027-01-31' }, 'launchedOn launchDateTooEarly'],
  ])('finds what is wrong: %j', (more, expected) => {
    expect(codes(more)).toEqual([expected]);
  });

  it('lets a benefit be negative, and months stand in any order', () => {
    expect(
      codes({
        months: [
          { month: 4, benefit: '-3' },
          { month: 1, oneOff: '2' },
        ],
      }),
    ).toEqual([]);
  });
});

describe('checkDependencies', () => {
  it('tells a ring once', () => {
    const found = checkDependencies([
      { id: 'c', dependsOn: ['a'] },
      { id: 'a', dependsOn: ['b'] },
      { id: 'b', dependsOn: ['c'] },
      { id: 'd', dependsOn: ['a'] },
    ]);
    expect(found).toEqual([{ id: 'a', reason: { code: 'dependencyCycle', ids: ['a', 'b', 'c', 'a'] } }]);
  });
});
