import type { GoalChoices } from '@tandem/contracts/goals';
import { departmentName } from '../../ui/owners.js';

interface PeopleFieldsProps {
  readonly legend: string;
  readonly owners: GoalChoices['owners'];
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** People and teams of both sides, each with a box to tick. */
export function PeopleFields({ legend, owners, chosen, onChange }: PeopleFieldsProps) {
  return (
    <fieldset>
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="mt-1 flex flex-wrap gap-x-4">
        {owners.map(({ id, name, side }) => (
          <label key={id} className="inline-flex min-h-[28px] items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              className="h-4 w-4"
              checked={chosen.includes(id)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id))
              }
            />
            {name}, {departmentName(side)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
