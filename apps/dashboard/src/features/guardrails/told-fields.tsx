import type { GuardrailForm } from '@tandem/contracts/guardrails';
import type { ApiError } from '../../api/api-error.js';
import { PageLink } from '../../navigation/page-link.js';
import { SelectField } from '../../ui/select-field.js';
import { TickList } from '../../ui/tick-list.js';
import type { GuardrailDraft } from './guardrail-draft.js';
import { WORDS } from './guardrail-words.js';

interface ToldFieldsProps {
  readonly form: GuardrailForm;
  readonly draft: GuardrailDraft;
  readonly edit: (field: string, value: string) => void;
  readonly error: ApiError | null;
}

const SIDES = ['marketing', 'it'] as const;

function NoRoutes() {
  return (
    <p className="mt-1 text-xs text-text-3">
      {WORDS.noRoutes}{' '}
      <PageLink to="/settings/channels/new" className="lnk">
        {WORDS.addRoute}
      </PageLink>
    </p>
  );
}

/** Whose move it is when it breaks, of each side, and over which routes people hear of it. A name takes the whole width of the form. */
export function ToldFields({ form, draft, edit, error }: ToldFieldsProps) {
  const ownerless = SIDES.filter((side) => (draft.fields[`owners.${side}`] ?? '') === '');
  return (
    <>
      <fieldset className="grid gap-3">
        <legend className="mb-1 text-sm font-semibold">{WORDS.owners}</legend>
        {SIDES.map((side) => (
          <SelectField
            key={side}
            label={WORDS.ownerOf[side]}
            name={`guardrails[0].owners.${side}`}
            value={draft.fields[`owners.${side}`] ?? ''}
            options={[
              { value: '', label: WORDS.noOwner },
              ...form.owners.filter((owner) => owner.side === side).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(owner) => edit(`owners.${side}`, owner)}
            error={error}
          />
        ))}
        {ownerless.length === 1 && <p className="text-xs text-warn">{WORDS.oneSide}</p>}
      </fieldset>
      <div>
        <TickList
          legend={WORDS.routes}
          name="guardrails[0].routes"
          options={form.routes.map((route) => ({ value: route, label: route }))}
          chosen={routesOf(draft)}
          onChange={(routes) => edit('routes', routes.join(' '))}
          error={error}
        />
        {form.routes.length === 0 ? <NoRoutes /> : <p className="mt-1 text-xs text-text-3">{WORDS.routesHint}</p>}
      </div>
    </>
  );
}

function routesOf({ fields }: GuardrailDraft): readonly string[] {
  return (fields['routes'] ?? '').split(' ').filter((route) => route !== '');
}
