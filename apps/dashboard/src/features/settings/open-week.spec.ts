import { mondayOf, openWeek, spanText } from './open-week.js';

describe('the open hours of a week', () => {
  const hours = [
    { days: ['monday', 'tuesday'], from: '09:00', to: '12:00' },
    { days: ['monday'], from: '12:00', to: '17:30' },
    { days: ['tuesday'], from: '18:00', to: '17:00' },
    { days: ['sunday'], from: 'late', to: '24:00' },
  ];

  it('join what touches, and are none on a holiday or where they cannot be read', () => {
    const week = openWeek(hours, ['2026-12-01'], mondayOf('2026-12-06'));
    expect(week.map(({ date }) => date)).toEqual(
      ['30', '01', '02', '03', '04', '05', '06'].map((day) => `2026-${day === '30' ? '11' : '12'}-${day}`),
    );
    expect(week[0]).toMatchObject({ open: [{ from: 540, to: 1050 }], minutes: 510, isHoliday: false });
    expect(week[1]).toMatchObject({ open: [], minutes: 0, isHoliday: true });
    expect(week[6]).toMatchObject({ minutes: 0, isHoliday: false });
    expect(openWeek(hours, [], '2026-11-30')[1]?.minutes).toBe(180);
  });

  it('are told in hours and minutes', () => {
    expect([spanText(510), spanText(45), spanText(480), spanText(0)]).toEqual(['8 h 30 min', '45 min', '8 h', '0 h']);
  });
});
