import type { ThingList } from '@tandem/contracts/settings';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { LIMITS, quarterAfter, type TermsDraft } from './initiative-terms-draft.js';
import { TERMS } from './initiative-terms-words.js';

export interface TermsPartProps {
  readonly draft: TermsDraft;
  readonly edit: (change: Partial<TermsDraft>) => void;
  readonly error: ApiError | null;
}

/** Rate, budget and the limits of the gate. */
export function RateAndLimits({ draft, edit, error }: TermsPartProps) {
  const { plain } = draft;
  const text = (path: string) => ({
    name: `initiatives.${path}`,
    value: plain[path] ?? '',
    onChange: (value: string) => edit({ plain: { ...plain, [path]: value } }),
    error,
    required: false,
  });
  return (
    <>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <FormField label={TERMS.currency} hint={TERMS.currencyHint} {...text('currency')} />
        <FormField label={TERMS.discountRate} hint={TERMS.discountRateHint} {...text('discountRate')} />
        <FormField label={TERMS.budget} hint={TERMS.budgetHint} {...text('budget')} />
      </div>
      <fieldset className="min-w-0">
        <legend className="text-base font-semibold">{TERMS.gate}</legend>
        <p className="text-xs text-text-3">{TERMS.gateHint}</p>
        <div className="mt-2 grid items-start gap-3 sm:grid-cols-4">
          {LIMITS.map((name) => (
            <FormField key={name} label={TERMS.limits[name]} {...text(`gate.${name}`)} />
          ))}
        </div>
      </fieldset>
    </>
  );
}

type Things = ThingList['things'];
export const titleOf = ({ id, thing }: Things[number]): string => {
  const { title, name } = thing as { readonly title?: unknown; readonly name?: unknown };
  return typeof title === 'string' ? title : typeof name === 'string' ? name : id;
};

/** A row for each team, a column for each quarter. */
export function Capacity({ draft, edit, teams }: TermsPartProps & { readonly teams: Things }) {
  const { capacity, quarters } = draft;
  const last = quarters.at(-1);
  return (
    <fieldset className="min-w-0">
      <legend className="text-base font-semibold">{TERMS.capacity}</legend>
      <p className="text-xs text-text-3">{teams.length === 0 ? TERMS.noTeams : TERMS.capacityHint}</p>
      {teams.length > 0 && (
        <div className="mt-2 overflow-x-auto" role="region" aria-label={TERMS.capacity} tabIndex={0}>
          <table className="text-sm">
            <thead className="text-left text-xs text-text-3">
              <tr>
                <th scope="col" className="py-1 pr-3 font-medium">
                  {TERMS.team}
                </th>
                {quarters.map((quarter) => (
                  <th key={quarter} scope="col" className="px-1 py-1 font-medium">
                    {quarter}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {teams.map((team) => (
                <tr key={team.id}>
                  <th scope="row" className="names py-1 pr-3 text-left font-normal">
                    {titleOf(team)}
                  </th>
                  {quarters.map((quarter) => (
                    <td key={quarter} className="px-1 py-1">
                      <input
                        className="field num !h-8 w-20"
                        inputMode="decimal"
                        aria-label={TERMS.weeksOf(titleOf(team), quarter)}
                        value={capacity[`${team.id} ${quarter}`] ?? ''}
                        onChange={(event) =>
                          edit({ capacity: { ...capacity, [`${team.id} ${quarter}`]: event.target.value } })
                        }
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {last !== undefined && teams.length > 0 && (
        <button
          type="button"
          className="btn mt-2"
          onClick={() => edit({ quarters: [...quarters, quarterAfter(last)] })}
        >
          {TERMS.moreQuarters}
        </button>
      )}
    </fieldset>
  );
}

/** Where ideas stand, and which field is what. */
export function Mapping({ draft, edit, error, connections }: TermsPartProps & { readonly connections: Things }) {
  const { connection, query } = draft;
  const trackers = connections.filter(({ thing }) => thing['connector'] === 'jira-service-management');
  const options = [
    { value: '', label: TERMS.noConnection },
    ...trackers.map((one) => ({ value: one.id, label: titleOf(one) })),
  ];
  return (
    <fieldset className="min-w-0">
      <legend className="text-base font-semibold">{TERMS.jira}</legend>
      <p className="max-w-[80ch] text-xs text-text-3">{TERMS.jiraHint}</p>
      <div className="mt-2 grid items-start gap-3 sm:grid-cols-[1fr_2fr]">
        <SelectField
          label={TERMS.connection}
          name="initiatives.jira.connection"
          value={connection}
          options={options}
          onChange={(next) => edit({ connection: next })}
          error={error}
        />
        <FormField
          label={TERMS.query}
          name="initiatives.jira.query"
          value={query}
          onChange={(next) => edit({ query: next })}
          error={error}
          required={false}
        />
      </div>
    </fieldset>
  );
}
