import type { GoalChoices } from '@tandem/contracts/goals';
import type { ApiError } from '../../api/api-error.js';
import type { GoalDraft } from './goal-draft.js';
import { words } from './goal-terms-words.js';
import { words as shared } from './goal-words.js';
import { SelectField } from '../../ui/select-field.js';

interface DriverFieldsProps {
  readonly draft: GoalDraft;
  readonly edit: (changes: Partial<GoalDraft>) => void;
  readonly choices: GoalChoices;
  readonly error: ApiError | null;
}

/** Which metric moves which, down from the key results. */
export function DriverFields({ draft, edit, choices, error }: DriverFieldsProps) {
  const titles = new Map(choices.metrics.map(({ key, title }) => [key, title]));
  const all = [
    { value: '', label: words.chooseMetric },
    ...choices.metrics.map(({ key, title }) => ({ value: key, label: title })),
  ];
  const driven = [...new Set([...draft.keyResults, ...draft.drivers].map(({ metric }) => metric))].filter(
    (metric) => metric !== '',
  );
  const targets = driven.map((key) => ({ value: key, label: titles.get(key) ?? key }));
  const change = (index: number, changes: Partial<GoalDraft['drivers'][number]>) =>
    edit({ drivers: draft.drivers.map((one, place) => (place === index ? { ...one, ...changes } : one)) });
  const faults = error?.problem?.issues?.filter(({ field }) => field.startsWith('drivers')) ?? [];
  return (
    <fieldset className="space-y-2">
      <legend className="text-base font-semibold">{shared.drives}</legend>
      {draft.drivers.map(({ metric, drives }, index) => (
        <div key={index} className="grid grid-cols-[1fr_auto] items-end gap-2 sm:grid-cols-[1fr_1fr_auto]">
          <div className="col-span-2 min-w-0 sm:col-span-1">
            <SelectField
              label={words.driver(index + 1)}
              name={`driver-${index}`}
              value={metric}
              options={all}
              onChange={(next) => change(index, { metric: next })}
              error={null}
            />
          </div>
          <SelectField
            label={words.drives}
            name={`drives-${index}`}
            value={drives}
            options={targets}
            onChange={(next) => change(index, { drives: next })}
            error={null}
          />
          <button
            type="button"
            className="btn !h-9"
            onClick={() => edit({ drivers: draft.drivers.filter((_, place) => place !== index) })}
          >
            {words.remove}
            <span className="sr"> {words.ofDriver(index + 1)}</span>
          </button>
        </div>
      ))}
      {faults.length > 0 && <p className="text-xs text-bad">{faults.map(({ reason }) => reason).join(' ')}</p>}
      <button
        type="button"
        className="btn"
        onClick={() => edit({ drivers: [...draft.drivers, { metric: '', drives: driven[0] ?? '' }] })}
      >
        {words.addDriver}
      </button>
    </fieldset>
  );
}
