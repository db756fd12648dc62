import type { InitiativeChoices } from '@tandem/contracts/initiatives';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { TextArea } from '../../ui/text-area.js';
import { OwnerChoice } from '../../ui/owner-choice.js';
import { SelectField } from '../../ui/select-field.js';
import { RICE_FIELDS, WSJF_FIELDS, type InitiativeDraft } from './initiative-draft.js';
import { words } from './initiative-form-words.js';
import { AGENDAS, STAGES, WORDS } from './initiative-words.js';
import { ISSUE } from './intake-words.js';

export interface FieldsProps {
  readonly draft: InitiativeDraft;
  readonly edit: (changes: Partial<InitiativeDraft>) => void;
  readonly choices: InitiativeChoices;
  readonly error: ApiError | null;
}

const AGENDA_ORDER = ['it', 'businessTechnology'] as const;
const STAGE_ORDER = ['idea', 'underWay', 'launched', 'stopped'] as const;

const optionsOf = <T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, label: labels[value] }));

/** What it is, whose agenda it is on, and who owns it. */
export function WhatFields({ draft, edit, choices, error }: FieldsProps) {
  return (
    <>
      <FormField
        label={WORDS.initiative}
        name="title"
        value={draft.title}
        onChange={(title) => edit({ title })}
        error={error}
      />
      <TextArea
        label={words.description}
        value={draft.description}
        onChange={(description) => edit({ description })}
        required={false}
        longest={4000}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={WORDS.agenda}
          name="agenda"
          value={draft.agenda}
          options={optionsOf(AGENDA_ORDER, AGENDAS)}
          onChange={(agenda) => edit({ agenda: agenda as InitiativeDraft['agenda'] })}
          error={error}
        />
        <div>
          <FormField
            label={words.businessCapability}
            name="capability"
            value={draft.capability}
            onChange={(capability) => edit({ capability })}
            error={error}
            required={false}
            hint={
              choices.capabilities.length
                ? words.knownCapabilities(choices.capabilities.join(', '))
                : words.capabilityHint
            }
          />
        </div>
        <OwnerChoice chosen={draft} owners={choices.owners} onChange={edit} error={error} />
      </div>
    </>
  );
}

interface PickProps {
  readonly legend: string;
  readonly things: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

function Pick({ legend, things, chosen, onChange }: PickProps) {
  if (things.length === 0) return null;
  return (
    <fieldset>
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1 max-h-[180px] overflow-auto">
        {things.map(({ id, label }) => (
          <label key={id} className="flex min-h-[28px] items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="h-4 w-4 shrink-0"
              checked={chosen.includes(id)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
              }
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The goals that it serves, and what it promises of a metric. */
export function PromiseFields({ draft, edit, choices, error }: FieldsProps) {
  const metric = choices.metrics.find(({ key }) => key === draft.metric);
  return (
    <>
      <Pick
        legend={words.goals}
        things={choices.goals.map(({ id, title, growthProjection }) => ({
          id,
          label: growthProjection ? words.growthGoal(title) : title,
        }))}
        chosen={draft.goals}
        onChange={(goals) => edit({ goals })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={words.metric}
          name="effect.metric"
          value={draft.metric}
          options={[
            { value: '', label: words.noneYet },
            ...choices.metrics.map(({ key, title }) => ({ value: key, label: title })),
          ]}
          onChange={(key) => {
            const next = choices.metrics.find((one) => one.key === key);
            edit({ metric: key, direction: next?.direction ?? draft.direction });
          }}
          error={error}
        />
        <SelectField
          label={words.direction}
          name="effect.direction"
          value={draft.direction}
          options={[
            { value: 'up', label: words.directions.up },
            { value: 'down', label: words.directions.down },
          ]}
          onChange={(direction) => edit({ direction: direction as 'up' | 'down' })}
          error={error}
        />
        <FormField
          label={metric ? words.amountIn(metric.unit === '%' ? words.points : metric.unit) : words.amount}
          name="effect.amount"
          value={draft.amount}
          onChange={(amount) => edit({ amount })}
          error={error}
          required={false}
        />
        <FormField
          label={words.until}
          name="effect.by"
          type="date"
          value={draft.by}
          onChange={(by) => edit({ by })}
          error={error}
          required={false}
        />
      </div>
    </>
  );
}

/** How long it takes, from when on, and how far it has come. */
function TimeFields({ draft, edit, error }: FieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <FormField
        label={words.duration}
        name="scope.durationMonths"
        value={draft.durationMonths}
        onChange={(durationMonths) => edit({ durationMonths })}
        error={error}
        required={false}
      />
      <FormField
        label={words.begins}
        name="start"
        value={draft.start}
        onChange={(start) => edit({ start })}
        error={error}
        required={false}
        hint={words.beginsHint}
      />
      <SelectField
        label={WORDS.stage}
        name="stage"
        value={draft.stage}
        options={optionsOf(STAGE_ORDER, STAGES)}
        onChange={(stage) => edit({ stage: stage as InitiativeDraft['stage'] })}
        error={error}
      />
      {draft.stage === 'launched' && (
        <FormField
          label={words.launchedOn}
          name="launchedOn"
          type="date"
          value={draft.launchedOn}
          onChange={(launchedOn) => edit({ launchedOn })}
          error={error}
        />
      )}
      <FormField
        label={ISSUE.field}
        name="issue"
        value={draft.issue}
        onChange={(issue) => edit({ issue })}
        error={error}
        required={false}
      />
    </div>
  );
}

/** Teams with their weeks, time, and what has to be there first. */
export function ScopeFields({ draft, edit, choices, error, id }: FieldsProps & { readonly id: string }) {
  const change = (index: number, changes: Partial<InitiativeDraft['teams'][number]>): void =>
    edit({ teams: draft.teams.map((team, place) => (place === index ? { ...team, ...changes } : team)) });
  const teams = [
    { value: '', label: words.noTeam },
    ...choices.teams.map(({ id: team, title }) => ({ value: team, label: title })),
  ];
  return (
    <>
      {draft.teams.map((team, index) => (
        <div key={index} className="grid grid-cols-2 gap-3">
          <SelectField
            label={words.team(index + 1)}
            name={`scope.teams.${index}.team`}
            value={team.team}
            options={teams}
            onChange={(next) => change(index, { team: next })}
            error={error}
          />
          <FormField
            label={words.weeksOfTeam(index + 1)}
            name={`scope.teams.${index}.weeks`}
            value={team.weeks}
            onChange={(weeks) => change(index, { weeks })}
            error={error}
            required={false}
          />
        </div>
      ))}
      <button type="button" className="btn" onClick={() => edit({ teams: [...draft.teams, { team: '', weeks: '' }] })}>
        {words.anotherTeam}
      </button>
      <TimeFields draft={draft} edit={edit} choices={choices} error={error} />
      <Pick
        legend={words.needs}
        things={choices.initiatives.filter((one) => one.id !== id).map((one) => ({ id: one.id, label: one.title }))}
        chosen={draft.dependsOn}
        onChange={(dependsOn) => edit({ dependsOn })}
      />
    </>
  );
}

/** Inputs of both scores: what is not filled in is no 0. */
export function ScoreFields({ draft, edit, error }: FieldsProps) {
  const part = (name: 'wsjf' | 'rice', fields: readonly (keyof typeof words.scores)[], legend: string) => (
    <fieldset>
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {fields.map((field) => (
          <FormField
            key={field}
            label={words.scores[field]}
            name={`${name}.${field}`}
            value={draft[name][field] ?? ''}
            onChange={(value) => edit({ [name]: { ...draft[name], [field]: value } })}
            error={error}
            required={false}
          />
        ))}
      </div>
    </fieldset>
  );
  return (
    <>
      {part('wsjf', WSJF_FIELDS, words.wsjf)}
      {part('rice', RICE_FIELDS, words.rice)}
    </>
  );
}
