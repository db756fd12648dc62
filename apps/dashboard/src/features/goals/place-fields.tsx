import type { Side } from '@tandem/contracts/common';
import type { GoalChoices } from '@tandem/contracts/goals';
import type { ApiError } from '../../api/api-error.js';
import { departmentName } from '../../ui/owners.js';
import type { GoalDraft } from './goal-draft.js';
import { goalsAbove, placed, placeOf } from './goal-place.js';
import { words } from './goal-form-words.js';
import { SelectField } from '../../ui/select-field.js';

interface PlaceFieldsProps {
  readonly draft: GoalDraft;
  readonly edit: (changes: Partial<GoalDraft>) => void;
  readonly choices: GoalChoices;
  readonly error: ApiError | null;
}

const SIDES: readonly Side[] = ['marketing', 'it'];

/** Whether the goal is joint, of a department or of a team, and which one it stands below. */
export function PlaceFields({ draft, edit, choices, error }: PlaceFieldsProps) {
  const place = placeOf(draft);
  const above = goalsAbove(draft, choices);
  const options = [
    { value: 'joint', label: words.joint },
    ...SIDES.map((side) => ({ value: `department:${side}`, label: words.department(departmentName(side)) })),
    ...choices.teams.map(({ id, title, side }) => ({
      value: `team:${id}`,
      label: words.team(title, departmentName(side)),
    })),
  ];
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label={words.place}
        name={draft.team === '' ? 'department' : 'team'}
        value={place}
        options={options}
        onChange={(next) => edit(placed(draft, next, choices))}
        error={error}
        hint={words.placeHint}
      />
      {place !== 'joint' && (
        <SelectField
          label={words.above}
          name="parent"
          value={draft.parent}
          options={[
            { value: '', label: words.chooseAbove },
            ...above.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(parent) => edit({ parent })}
          error={error}
          {...(above.length === 0 ? { hint: words.noneAbove } : {})}
        />
      )}
    </div>
  );
}
