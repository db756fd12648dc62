import { useId, useState, type ChangeEvent } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import type { CalendarDraft, OpeningDraft } from './calendar-draft.js';
import { CALENDAR } from './calendar-words.js';
import { findHolidays, holidayLines, type FoundHolidays } from './holidays.js';
import { WEEKDAYS } from './organisation-words.js';
import { optionsOf } from '../../ui/options-of.js';

interface FieldsProps {
  readonly draft: CalendarDraft;
  readonly edit: (changes: Partial<CalendarDraft>) => void;
  readonly error: ApiError | null;
}

interface HoursProps {
  readonly number: number;
  readonly hours: OpeningDraft;
  readonly change: (changes: Partial<OpeningDraft>) => void;
  readonly remove: (() => void) | null;
  readonly error: ApiError | null;
}

function Hours({ number, hours, change, remove, error }: HoursProps) {
  const toggle = (day: string, isOn: boolean): void =>
    change({
      days: Object.keys(WEEKDAYS).filter((one) => (one === day ? isOn : hours.days.includes(one))),
    });
  return (
    <fieldset className="rounded-lg border border-line px-3 pb-3 pt-1">
      <legend className="px-1 text-sm font-medium">{CALENDAR.hoursNumber(number)}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1" role="group" aria-label={CALENDAR.days}>
        {optionsOf(WEEKDAYS).map(({ value, label }) => (
          <label key={value} className="flex min-h-[28px] items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              className="h-4 w-4"
              checked={hours.days.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
            {label}
          </label>
        ))}
      </div>
      <div className="mt-1 grid max-w-[320px] grid-cols-2 gap-3">
        <FormField
          label={CALENDAR.from}
          name={`hours.${number - 1}.from`}
          value={hours.from}
          onChange={(from) => change({ from })}
          error={error}
        />
        <FormField
          label={CALENDAR.to}
          name={`hours.${number - 1}.to`}
          value={hours.to}
          onChange={(to) => change({ to })}
          error={error}
        />
      </div>
      {remove && (
        <button type="button" className="lnk mt-1 text-sm" onClick={remove}>
          {CALENDAR.removeHours(number)}
        </button>
      )}
    </fieldset>
  );
}

/** When it is open: as many entries as it takes. */
export function HoursFields({ draft, edit, error }: FieldsProps) {
  const { hours } = draft;
  const change = (index: number, changes: Partial<OpeningDraft>): void =>
    edit({ hours: hours.map((one, place) => (place === index ? { ...one, ...changes } : one)) });
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">{CALENDAR.hours}</legend>
      <p className="text-xs text-text-3">{CALENDAR.hoursHint}</p>
      {hours.map((one, index) => (
        <Hours
          key={index}
          number={index + 1}
          hours={one}
          change={(changes) => change(index, changes)}
          remove={hours.length > 1 ? () => edit({ hours: hours.filter((_, place) => place !== index) }) : null}
          error={error}
        />
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => edit({ hours: [...hours, { days: ['saturday'], from: '09:00', to: '12:00' }] })}
      >
        {CALENDAR.addHours}
      </button>
    </fieldset>
  );
}

/** What was found so far, in one sentence. */
function foundText({ dates, unread, repeating }: FoundHolidays): string {
  return [
    CALENDAR.found(dates.length),
    ...(unread.length ? [`${CALENDAR.unread(unread.length)}: ${unread.slice(0, 3).join('; ')}`] : []),
    ...(repeating ? [CALENDAR.repeating(repeating)] : []),
  ].join(' · ');
}

/** Dates out of a list or a calendar file that somebody pastes or chooses. */
function AddHolidays({ add }: { readonly add: (dates: readonly string[]) => void }) {
  const [text, setText] = useState('');
  const id = useId();
  const found = findHolidays(text);
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    if (file) setText(await file.text());
  };
  return (
    <details>
      <summary className="cursor-pointer text-sm font-medium text-accent">{CALENDAR.paste}</summary>
      <div className="mt-2 space-y-2">
        <label htmlFor={id} className="text-sm font-medium">
          {CALENDAR.pasteLabel}
        </label>
        <textarea
          id={id}
          className="field !h-auto w-full px-2 py-1.5 font-mono text-xs"
          rows={5}
          value={text}
          aria-describedby={`${id}-hint`}
          onChange={(event) => setText(event.target.value)}
        />
        <p id={`${id}-hint`} className="text-xs text-text-3">
          {CALENDAR.pasteHint}
        </p>
        <label className="block text-sm">
          {CALENDAR.file}
          <input
            type="file"
            accept=".ics,.txt,.csv,text/calendar,text/plain"
            className="ml-2 min-h-[28px] max-w-full text-sm"
            onChange={(event) => void read(event)}
          />
        </label>
        <p role="status" className="text-sm text-text-2">
          {text === '' ? '' : foundText(found)}
        </p>
        <button
          type="button"
          className="btn"
          disabled={found.dates.length === 0}
          onClick={() => {
            add(found.dates);
            setText('');
          }}
        >
          {CALENDAR.add}
        </button>
      </div>
    </details>
  );
}

/** The dates on which it is closed, and how many there are of each year. */
export function HolidayFields({ draft, edit, error }: FieldsProps) {
  const id = useId();
  const dates = holidayLines(draft.holidays);
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))].sort();
  const faults = error?.problem?.issues?.filter(({ field }) => field.startsWith('holidays')) ?? [];
  return (
    <fieldset className="space-y-2">
      <legend className="text-base font-semibold">{CALENDAR.holidays}</legend>
      <label htmlFor={id} className="sr">
        {CALENDAR.holidays}
      </label>
      <textarea
        id={id}
        className="field num !h-auto w-full max-w-[320px] px-2 py-1.5"
        rows={6}
        value={draft.holidays}
        aria-invalid={faults.length > 0}
        aria-describedby={`${id}-hint`}
        onChange={(event) => edit({ holidays: event.target.value })}
      />
      <p id={`${id}-hint`} className="text-xs text-text-3">
        {CALENDAR.holidaysHint}{' '}
        {years.map((year) => `${year}: ${dates.filter((date) => date.startsWith(year)).length}`).join(' · ')}
      </p>
      <AddHolidays add={(found) => edit({ holidays: [...new Set([...dates, ...found])].sort().join('\n') })} />
    </fieldset>
  );
}
