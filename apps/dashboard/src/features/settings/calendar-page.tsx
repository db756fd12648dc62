import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { calendarDraft, newCalendar, writtenCalendar } from './calendar-draft.js';
import { HolidayFields, HoursFields } from './calendar-fields.js';
import { CALENDAR } from './calendar-words.js';
import { OpenWeekPanel } from './open-week-panel.js';
import { RemoveThing } from './remove-thing.js';
import { SettingsPage } from './settings-page.js';
import { ThingForm } from './thing-form.js';
import { TimeZoneField } from './time-zone-field.js';
import { NotThere } from './not-there.js';
import type { StoredThing } from './use-thing.js';

function Form({ stored, timeZone }: { readonly stored: StoredThing | null; readonly timeZone: string }) {
  const [draft, setDraft] = useState(() => (stored ? calendarDraft(stored.thing) : newCalendar(timeZone)));
  const [, navigate] = useLocation();
  const edit = (changes: Partial<typeof draft>): void => setDraft({ ...draft, ...changes });
  return (
    <ThingForm
      kind="calendar"
      label={CALENDAR.new}
      stored={stored}
      id={draft.id}
      thing={writtenCalendar(draft)}
      reset={(other) => (other ? setDraft(calendarDraft(other.thing)) : navigate('/settings/calendars'))}
      onMade={(made) => navigate(`/settings/calendars/${made}`)}
      numbers
      aside={<OpenWeekPanel draft={draft} />}
      actions={stored && <RemoveThing kind="calendar" stored={stored} title={stored.id} back="/settings/calendars" />}
    >
      {(error) => (
        <>
          <div className="grid items-start gap-3 sm:grid-cols-2">
            {stored === null && (
              <FormField
                label={CALENDAR.id}
                name="id"
                value={draft.id}
                onChange={(id) => edit({ id })}
                error={error}
                hint={CALENDAR.idHint}
              />
            )}
            <TimeZoneField
              name="timeZone"
              value={draft.timeZone}
              onChange={(zone) => edit({ timeZone: zone })}
              error={error}
              hint={CALENDAR.zoneHint}
            />
          </div>
          <HoursFields draft={draft} edit={edit} error={error} />
          <HolidayFields draft={draft} edit={edit} error={error} />
        </>
      )}
    </ThingForm>
  );
}

/** One calendar: its hours, its holidays, and a week of it. `null` makes a new one. */
export default function CalendarPage({ id }: { readonly id: string | null }) {
  const list = useResource<ThingList>('/configuration/things/calendar');
  const organisation = useResource<ThingList>(id === null ? '/configuration/things/organisation' : null);
  const crumbs = (
    <PageLink to="/settings/calendars" className="hover:underline">
      {CALENDAR.title}
    </PageLink>
  );
  const zone = organisation.data?.things[0]?.thing['timeZone'];
  return (
    <SettingsPage title={id ?? CALENDAR.new} intro={CALENDAR.newIntro} crumbs={crumbs}>
      <Loaded resource={list} heights={[640]}>
        {({ things }) => {
          const stored = things.find((one) => one.id === id) ?? null;
          if (id !== null && stored === null) return <NotThere what={id} />;
          if (id === null && zone === undefined) return null;
          return <Form stored={stored} timeZone={typeof zone === 'string' ? zone : 'UTC'} />;
        }}
      </Loaded>
    </SettingsPage>
  );
}
