import type { ApiError } from '../../api/api-error.js';
import { PageLink } from '../../navigation/page-link.js';
import { SelectField } from '../../ui/select-field.js';
import type { Thing } from '../settings/flat-thing.js';
import { effectText } from '../settings/policy-text.js';
import { POLICY_WORDS as words } from './policy-words.js';
import type { PolicyState } from './policy-state.js';

interface PolicyFieldProps {
  readonly policies: readonly Thing[];
  readonly state: PolicyState;
  /** Whether the guardrail tells anybody at all. */
  readonly isTold: boolean;
  readonly edit: (field: string, value: string) => void;
  readonly error: ApiError | null;
}

/** To the policy that counts, or to the one that is in its way. */
function PolicyLink({ policy }: { readonly policy: string }) {
  const [to, text] =
    policy === ''
      ? ['/settings/policies/new', words.add]
      : [`/settings/policies/${encodeURIComponent(policy)}`, words.open(policy)];
  return (
    <PageLink to={to} className="lnk">
      {text}
    </PageLink>
  );
}

function consequenceText({ isChosen, choice }: PolicyState, isTold: boolean): string {
  if (!isTold) return words.nobody;
  const others = isChosen ? (choice.changed ?? []).map(({ id }) => String(id)) : [];
  return others.length > 0 ? words.changes(others) : words.shared;
}

/** How alerts of a guardrail are told after the first time: by which policy, what it does, and what choosing it changes. */
export function PolicyField({ policies, state, isTold, edit, error }: PolicyFieldProps) {
  const { chosen, isChosen, choice } = state;
  const policy = policies.find(({ id }) => id === chosen);
  const hindrance = isChosen ? choice.hindrance : null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-semibold">{words.title}</legend>
      <SelectField
        label={words.label}
        name="policy"
        value={chosen}
        options={[
          { value: '', label: words.none },
          ...policies.map(({ id }) => ({ value: String(id), label: String(id) })),
        ]}
        onChange={(next) => edit('policy', next)}
        error={error}
        fault={hindrance === null ? '' : words.hindrances[hindrance.why](hindrance.policy)}
        hint={policy === undefined ? words.toldOnce : effectText(policy) || words.doesNothing}
      />
      <p className="mt-1 text-xs text-text-3">
        {consequenceText(state, isTold)} <PolicyLink policy={hindrance?.policy ?? chosen} />
      </p>
    </fieldset>
  );
}
