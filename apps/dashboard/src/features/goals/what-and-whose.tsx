import type { GoalChoices } from '@tandem/contracts/goals';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { OwnerChoice } from '../../ui/owner-choice.js';
import type { GoalDraft } from './goal-draft.js';
import { words } from './goal-form-words.js';
import { PlaceFields } from './place-fields.js';

interface PartProps {
  readonly draft: GoalDraft;
  readonly edit: (changes: Partial<GoalDraft>) => void;
  readonly choices: GoalChoices;
  readonly error: ApiError | null;
}

function OwnerFields({ draft, edit, choices, error }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <OwnerChoice chosen={draft} owners={choices.owners} onChange={edit} error={error} />
    </div>
  );
}

/** What a goal is called, why it matters, where it stands and who owns it. */
export function WhatAndWhose({ draft, edit, choices, error }: PartProps) {
  return (
    <>
      <FormField
        label={words.goal}
        name="title"
        value={draft.title}
        onChange={(title) => edit({ title })}
        error={error}
        hint={words.goalHint(draft.id || words.noIdYet)}
      />
      <FormField
        label={words.outcome}
        name="outcome"
        value={draft.outcome}
        onChange={(outcome) => edit({ outcome })}
        error={error}
        hint={words.outcomeHint}
      />
      <label className="flex min-h-[28px] items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="h-4 w-4"
          checked={draft.growthProjection}
          onChange={(event) => edit({ growthProjection: event.target.checked })}
        />
        {words.growth}
      </label>
      <PlaceFields draft={draft} edit={edit} choices={choices} error={error} />
      <OwnerFields draft={draft} edit={edit} choices={choices} error={error} />
    </>
  );
}
