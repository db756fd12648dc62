import type { ApiError } from '../api/api-error.js';
import { SelectField } from './select-field.js';
import { words } from './ui-words.js';

type Side = 'marketing' | 'it';

interface OwnerChoiceProps {
  /** Who is chosen on each side; '' is nobody. */
  readonly chosen: Readonly<Record<Side, string>>;
  readonly owners: readonly { readonly id: string; readonly name: string; readonly side: Side }[];
  readonly onChange: (changes: Partial<Record<Side, string>>) => void;
  readonly error: ApiError | null;
}

/** An owner for each side, Marketing first. */
export function OwnerChoice({ chosen, owners, onChange, error }: OwnerChoiceProps) {
  return (['marketing', 'it'] as const).map((side) => (
    <SelectField
      key={side}
      label={words.ownerIn(words.sides[side])}
      name={`owners.${side}`}
      value={chosen[side]}
      options={[
        { value: '', label: words.nobodyYet },
        ...owners.filter((owner) => owner.side === side).map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => onChange({ [side]: id })}
      error={error}
    />
  ));
}
