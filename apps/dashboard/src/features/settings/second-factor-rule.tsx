import type { Account, Role, SignInRules } from '@tandem/contracts/access';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { refreshPeople, roles } from './people-choices.js';
import { PEOPLE } from './people-words.js';

const path = '/sign-in-rules';

/** What the rule means for those who are here now. */
function effect({ secondFactorRoles }: SignInRules, accounts: readonly Account[]): string {
  if (secondFactorRoles.length === 0) return PEOPLE.rule.nobody;
  const missing = accounts.filter(
    ({ role, hasSecondFactor, disabledAt }) =>
      disabledAt === null && !hasSecondFactor && secondFactorRoles.includes(role),
  ).length;
  if (missing === 0) return PEOPLE.rule.everybody;
  return PEOPLE.rule.missing(missing);
}

/** Of whom a second factor is demanded. */
export function SecondFactorRule({ accounts }: { readonly accounts: readonly Account[] }) {
  const rules = useResource<SignInRules>(path);
  const { busy, error, attempt } = useTask();
  if (rules.data === undefined) return rules.error ? <FormError error={rules.error} /> : null;
  const demanded = rules.data.secondFactorRoles;
  const change = (secondFactorRoles: readonly Role[]): void => {
    void attempt(async () => {
      await sendJson(path, { method: 'PATCH', body: { secondFactorRoles } });
      invalidateResources((other) => other === path, 0);
      refreshPeople();
    });
  };
  return (
    <section className="panel mt-6 px-5 py-4" aria-labelledby="second-factor-rule">
      <h2 id="second-factor-rule" className="text-lg font-semibold">
        {PEOPLE.rule.title}
      </h2>
      <fieldset className="mt-1" disabled={busy}>
        <legend className="text-sm text-text-2">{PEOPLE.rule.demanded}</legend>
        <div className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
          {roles.map((role) => (
            <label key={role} className="flex min-h-[24px] items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={demanded.includes(role)}
                onChange={({ target }) =>
                  change(target.checked ? [...demanded, role] : demanded.filter((one) => one !== role))
                }
              />
              {PEOPLE.roles[role]}
            </label>
          ))}
        </div>
      </fieldset>
      <p className="mt-2 text-xs text-text-3" role="status">
        {PEOPLE.rule.effect(effect(rules.data, accounts))}
      </p>
      <FormError error={error} />
    </section>
  );
}
