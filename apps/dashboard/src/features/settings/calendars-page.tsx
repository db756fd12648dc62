import type { ThingList } from '@tandem/contracts/settings';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { calendarDraft } from './calendar-draft.js';
import { CALENDAR } from './calendar-words.js';
import { holidayLines } from './holidays.js';
import { mondayOf, openWeek, spanText } from './open-week.js';
import { UsedBy } from './remove-thing.js';
import { SettingsPage } from './settings-page.js';
import { SETTINGS } from './settings-words.js';
import type { StoredThing } from './use-thing.js';

function hoursOfWeek({ thing }: StoredThing): string {
  const { hours } = calendarDraft(thing);
  const week = openWeek(hours, [], mondayOf('2026-01-05'));
  return CALENDAR.aWeek(spanText(week.reduce((sum, { minutes }) => sum + minutes, 0)));
}

function lastHoliday({ thing }: StoredThing): string {
  const dates = holidayLines(calendarDraft(thing).holidays);
  return dates.length === 0 ? CALENDAR.noHolidays : CALENDAR.holidaysTo(dates.length, dates.at(-1) ?? '');
}

/** All calendars, what measures time by them, and how far their holidays reach. */
export default function CalendarsPage() {
  const list = useResource<ThingList>('/configuration/things/calendar');
  const make = (
    <PageLink to="/settings/calendars/new" className="btn btn-primary">
      {CALENDAR.make}
    </PageLink>
  );
  return (
    <SettingsPage title={CALENDAR.title} intro={CALENDAR.intro} controls={make}>
      <Loaded resource={list} heights={[240]}>
        {({ things }) =>
          things.length === 0 ? (
            <Empty title={CALENDAR.none}>{CALENDAR.noneText}</Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption={CALENDAR.title}
                rows={things}
                rowKey={({ id }) => id}
                columns={[
                  {
                    title: CALENDAR.id,
                    cell: ({ id }) => (
                      <PageLink to={`/settings/calendars/${encodeURIComponent(id)}`} className="lnk font-medium">
                        {id}
                      </PageLink>
                    ),
                  },
                  { title: CALENDAR.timeZone, cell: ({ thing }) => calendarDraft(thing).timeZone },
                  { title: CALENDAR.hours, cell: hoursOfWeek },
                  { title: CALENDAR.holidays, cell: lastHoliday },
                  { title: SETTINGS.usedBy, cell: ({ usedBy }) => <UsedBy usedBy={usedBy} /> },
                ]}
              />
            </div>
          )
        }
      </Loaded>
    </SettingsPage>
  );
}
