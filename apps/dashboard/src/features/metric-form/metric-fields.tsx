import type { MetricChoices } from '@tandem/contracts/metric-form';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { OwnerChoice } from '../../ui/owner-choice.js';
import { SelectField } from '../../ui/select-field.js';
import { TextArea } from '../../ui/text-area.js';
import type { MetricDraft } from './metric-draft.js';
import { METRIC_FORM } from './metric-form-words.js';
import { WordingFields } from './wording-fields.js';
import { optionsOf } from '../../ui/options-of.js';

export interface MetricFieldsProps {
  readonly draft: MetricDraft;
  readonly edit: (changes: Partial<MetricDraft>) => void;
  readonly choices: MetricChoices;
  readonly error: ApiError | null;
}

export function WhatItSays({ draft, edit, error }: MetricFieldsProps) {
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">{METRIC_FORM.what}</legend>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <FormField
          label={METRIC_FORM.name}
          name="title"
          value={draft.title}
          onChange={(title) => edit({ title })}
          error={error}
        />
        <FormField
          label={METRIC_FORM.key}
          name="key"
          value={draft.key}
          onChange={(key) => edit({ key, keyFollows: false })}
          error={error}
          hint={METRIC_FORM.keyHint}
        />
      </div>
      <TextArea
        label={METRIC_FORM.description}
        value={draft.description}
        onChange={(description) => edit({ description })}
        longest={2000}
      />
      <details>
        <summary className="min-h-[28px] cursor-pointer py-1 text-sm text-text-2">
          {METRIC_FORM.marketingWording} · {METRIC_FORM.itWording}
        </summary>
        <div className="space-y-3 pt-2">
          <WordingFields draft={draft} edit={edit} />
        </div>
      </details>
    </fieldset>
  );
}

export function HowItIsShown({ draft, edit, choices, error }: MetricFieldsProps) {
  const units = choices.units.includes(draft.unit) ? choices.units : [...choices.units, draft.unit];
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">{METRIC_FORM.shown}</legend>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <SelectField
          label={METRIC_FORM.unit}
          name="unit"
          value={draft.unit}
          options={units.map((unit) => ({ value: unit, label: unit }))}
          onChange={(unit) => edit({ unit })}
          error={error}
        />
        <FormField
          label={METRIC_FORM.precision}
          name="precision"
          value={draft.precision}
          onChange={(precision) => edit({ precision })}
          error={error}
        />
        <SelectField
          label={METRIC_FORM.direction}
          name="direction"
          value={draft.direction}
          options={optionsOf(METRIC_FORM.directions)}
          onChange={(direction) => edit({ direction })}
          error={error}
        />
        <FormField
          label={METRIC_FORM.windowDays}
          name="windowDays"
          value={draft.windowDays}
          onChange={(windowDays) => edit({ windowDays })}
          error={error}
          hint={METRIC_FORM.windowHint}
        />
        <FormField
          label={METRIC_FORM.settlingDays}
          name="settlingDays"
          value={draft.settlingDays}
          onChange={(settlingDays) => edit({ settlingDays })}
          error={error}
          hint={METRIC_FORM.settlingHint}
        />
      </div>
    </fieldset>
  );
}

export function WhoseItIs({ draft, edit, choices, error }: MetricFieldsProps) {
  return (
    <fieldset className="space-y-2">
      <legend className="text-base font-semibold">{METRIC_FORM.owners}</legend>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <OwnerChoice chosen={draft} owners={choices.owners} onChange={edit} error={error} />
      </div>
      <p className="text-xs text-text-3">
        {draft.marketing !== '' && draft.it !== '' ? METRIC_FORM.both : METRIC_FORM.one}
      </p>
    </fieldset>
  );
}
