import type { CadenceBody } from '@tandem/contracts/review-access';
import { useState, type FormEvent } from 'react';
import { Choice } from '../../ui/choice.js';
import { FormField } from '../../ui/form-field.js';
import type { Task } from '../../ui/use-task.js';
import { MEETINGS } from './reviews-page-words.js';

interface CadenceFormProps {
  readonly cadence: CadenceBody;
  readonly task: Task;
  readonly onSave: (cadence: CadenceBody) => void;
}

const WEEKS = [1, 2, 3, 4, 5];

/** The rule; single meetings are moved in the list above it. */
export function CadenceForm({ cadence, task, onSave }: CadenceFormProps) {
  const [weekday, setWeekday] = useState(String(cadence.weekday));
  const [weeks, setWeeks] = useState<readonly number[]>(cadence.weeks);
  const [at, setAt] = useState(cadence.at);
  const [minutes, setMinutes] = useState(String(cadence.minutes));
  const [askBefore, setAskBefore] = useState(String(cadence.askBeforeDays));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave({
      ...cadence,
      weekday: Number(weekday),
      weeks: [...weeks].sort(),
      at,
      minutes: Number(minutes),
      askBeforeDays: Number(askBefore),
    });
  };
  return (
    <form className="mt-3 grid gap-3 border-t border-line pt-3" aria-label={MEETINGS.changeRule} onSubmit={submit}>
      <WeekChoice weeks={weeks} onChange={setWeeks} />
      <div className="grid grid-cols-2 items-end gap-3">
        <Choice
          label={MEETINGS.weekday}
          value={weekday}
          options={MEETINGS.weekdays.map((label, index) => ({ value: String(index + 1), label }))}
          onChange={setWeekday}
        />
        <FormField label={MEETINGS.time} name="at" value={at} onChange={setAt} error={task.error} />
        <FormField
          label={MEETINGS.minutes}
          name="minutes"
          type="number"
          value={minutes}
          onChange={setMinutes}
          error={task.error}
        />
        <FormField
          label={MEETINGS.askBefore}
          name="askBeforeDays"
          type="number"
          value={askBefore}
          onChange={setAskBefore}
          error={task.error}
        />
      </div>
      <button type="submit" className="btn btn-primary justify-self-start" disabled={task.busy || weeks.length === 0}>
        {MEETINGS.save}
      </button>
    </form>
  );
}

interface WeekChoiceProps {
  readonly weeks: readonly number[];
  readonly onChange: (weeks: readonly number[]) => void;
}

function WeekChoice({ weeks, onChange }: WeekChoiceProps) {
  const toggle = (week: number): void =>
    onChange(weeks.includes(week) ? weeks.filter((one) => one !== week) : [...weeks, week]);
  return (
    <fieldset>
      <legend className="text-sm font-medium">{MEETINGS.which}</legend>
      <div className="mt-1 flex flex-wrap gap-x-4">
        {WEEKS.map((week) => (
          <label key={week} className="flex min-h-[28px] items-center gap-1.5 text-sm">
            <input type="checkbox" checked={weeks.includes(week)} onChange={() => toggle(week)} />
            {MEETINGS.ordinals[week - 1]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
