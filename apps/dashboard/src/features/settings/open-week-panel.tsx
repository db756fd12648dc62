import { useParams } from '../../navigation/use-params.js';
import { localDayText } from '../../text/time-text.js';
import type { CalendarDraft } from './calendar-draft.js';
import { CALENDAR } from './calendar-words.js';
import { holidayLines } from './holidays.js';
import { clockOf, daysLater, mondayOf, openWeek, spanText, type OpenDay } from './open-week.js';

const dayMinutes = 1440;

function hoursText({ open, isHoliday }: OpenDay): string {
  if (isHoliday) return CALENDAR.holiday;
  return open.map(({ from, to }) => `${clockOf(from)}–${clockOf(to)}`).join(', ') || CALENDAR.closed;
}

function DayRow({ day, name }: { readonly day: OpenDay; readonly name: string }) {
  return (
    <tr>
      <th scope="row" className="w-[92px] py-1 pr-2 text-left text-sm font-normal">
        {name} {localDayText(day.date)}
      </th>
      <td className="py-1">
        <span className="relative block h-3 overflow-hidden rounded-sm bg-sunken" aria-hidden="true">
          {day.open.map(({ from, to }) => (
            <span
              key={from}
              className="absolute inset-y-0 bg-ink"
              style={{ left: `${(from / dayMinutes) * 100}%`, width: `${((to - from) / dayMinutes) * 100}%` }}
            />
          ))}
        </span>
        <span className={`num text-xs ${day.isHoliday ? 'font-medium text-text' : 'text-text-2'}`}>
          {hoursText(day)}
        </span>
      </td>
      <td className="num w-[84px] py-1 pl-2 text-right text-sm">{spanText(day.minutes)}</td>
    </tr>
  );
}

/** When it would be open in one week as the form stands now; the week is part of the address. */
export function OpenWeekPanel({ draft }: { readonly draft: CalendarDraft }) {
  const { params, set } = useParams();
  const asked = params.get('week') ?? '';
  const today = new Date().toISOString().slice(0, 10);
  const monday = mondayOf(/^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today);
  const week = openWeek(draft.hours, holidayLines(draft.holidays), monday);
  const go = (days: number) => set({ week: daysLater(monday, days) });
  return (
    <section className="panel px-4 py-3" aria-labelledby="open-week">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="open-week" className="text-base font-semibold">
          {CALENDAR.week}
        </h2>
        <span className="flex gap-2">
          <button type="button" className="btn" onClick={() => go(-7)}>
            {CALENDAR.earlier}
          </button>
          <button type="button" className="btn" onClick={() => go(7)}>
            {CALENDAR.later}
          </button>
        </span>
      </div>
      <table className="mt-2 w-full table-fixed">
        <caption className="sr">
          {CALENDAR.week}, {localDayText(monday)}
        </caption>
        <colgroup>
          <col style={{ width: 92 }} />
          <col />
          <col style={{ width: 88 }} />
        </colgroup>
        <tbody>
          {week.map((day, index) => (
            <DayRow key={day.date} day={day} name={CALENDAR.shortDays[index] ?? ''} />
          ))}
        </tbody>
      </table>
      <p className="num mt-2 border-t border-line pt-2 text-right text-sm font-medium" role="status">
        {CALENDAR.total} {spanText(week.reduce((sum, { minutes }) => sum + minutes, 0))}
      </p>
    </section>
  );
}
