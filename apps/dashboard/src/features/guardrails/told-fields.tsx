import type { GuardrailForm } from '@tandem/contracts/guardrails';
import { PageLink } from '../../navigation/page-link.js';
import type { GuardrailDraft } from './guardrail-draft.js';
import { WORDS } from './guardrail-words.js';

interface ToldFieldsProps {
  readonly form: GuardrailForm;
  readonly draft: GuardrailDraft;
  readonly edit: (field: string, value: string) => void;
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

/** Whose move it is when it breaks, of each side, and over which routes people hear of it. */
export function ToldFields({ form, draft, edit }: ToldFieldsProps) {
  const chosen = routesOf(draft);
  const choose = (id: string, isChosen: boolean): void => {
    const next = form.routes.filter((route) => (route === id ? isChosen : chosen.includes(route)));
    edit('routes', next.join(' '));
  };
  const ownerless = SIDES.filter((side) => (draft.fields[`owners.${side}`] ?? '') === '');
  return (
    <>
      <fieldset className="grid items-start gap-3 sm:grid-cols-2">
        <legend className="mb-1 text-sm font-semibold">{WORDS.owners}</legend>
        {SIDES.map((side) => (
          <label key={side} className="text-sm font-medium">
            {WORDS.ownerOf[side]}
            <select
              name={`owners.${side}`}
              className="field mt-1 block !h-9 w-full font-normal"
              value={draft.fields[`owners.${side}`] ?? ''}
              onChange={(event) => edit(`owners.${side}`, event.target.value)}
            >
              <option value="">{WORDS.noOwner}</option>
              {form.owners
                .filter((owner) => owner.side === side)
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </select>
          </label>
        ))}
        {ownerless.length === 1 && <p className="text-xs text-warn sm:col-span-2">{WORDS.oneSide}</p>}
      </fieldset>
      <fieldset>
        <legend className="text-sm font-semibold">{WORDS.routes}</legend>
        {form.routes.length === 0 ? (
          <NoRoutes />
        ) : (
          <>
            {form.routes.map((route) => (
              <label key={route} className="flex min-h-6 items-center gap-2 py-0.5 text-sm">
                <input
                  type="checkbox"
                  name={`route ${route}`}
                  checked={chosen.includes(route)}
                  onChange={(event) => choose(route, event.target.checked)}
                />
                {route}
              </label>
            ))}
            <p className="mt-1 text-xs text-text-3">{WORDS.routesHint}</p>
          </>
        )}
      </fieldset>
    </>
  );
}

function routesOf({ fields }: GuardrailDraft): readonly string[] {
  return (fields['routes'] ?? '').split(' ').filter((route) => route !== '');
}
