import type { GoalChoices } from '@tandem/contracts/goals';
import type { Side } from '@tandem/contracts/common';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { departmentName } from '../../ui/owners.js';
import type { TermsDraft } from './goal-draft.js';
import { KeyResultFields } from './key-result-fields.js';
import { SelectField } from '../../ui/select-field.js';
import { words } from './goal-terms-words.js';
import { words as shared } from './goal-words.js';

interface TermsFieldsProps {
  readonly draft: TermsDraft;
  readonly edit: (changes: Partial<TermsDraft>) => void;
  readonly choices: GoalChoices;
  readonly error: ApiError | null;
  /** Path of the terms in the answers of the API, with a dot at the end, or nothing. */
  readonly under: string;
}

const SIDES: readonly Side[] = ['marketing', 'it'];

function Faults({ error, name }: { readonly error: ApiError | null; readonly name: string }) {
  const faults = error?.problem?.issues?.filter(({ field }) => field.startsWith(name)) ?? [];
  if (faults.length === 0) return null;
  return <p className="mt-1 text-xs text-bad">{faults.map(({ reason }) => reason).join(' ')}</p>;
}

/** Guardrails on what the goal does not move itself; who owns each stands beside it. */
function CounterFields({ draft, edit, choices, error, under }: TermsFieldsProps) {
  const moved = new Set(draft.keyResults.map(({ metric }) => metric));
  const fitting = choices.guardrails.filter(({ metric }) => !moved.has(metric));
  const toggle = (id: string, isChosen: boolean) =>
    edit({
      counterMetrics: isChosen ? [...draft.counterMetrics, id] : draft.counterMetrics.filter((one) => one !== id),
    });
  return (
    <fieldset>
      <legend className="text-base font-semibold">{shared.notWorse}</legend>
      <p className="text-xs text-text-3">{words.counterHint}</p>
      {fitting.length === 0 && <p className="mt-1 text-sm text-text-2">{words.noGuardrail}</p>}
      <ul className="mt-1">
        {fitting.map(({ id, title, sides }) => (
          <li key={id}>
            <label className="flex min-h-[28px] items-center gap-2 text-sm">
              <input
                type="checkbox"
                className="h-4 w-4"
                checked={draft.counterMetrics.includes(id)}
                onChange={(event) => toggle(id, event.target.checked)}
              />
              <span className="min-w-0">
                {title}{' '}
                <span className="text-xs text-text-3">
                  {sides.length === 0 ? words.ownedByNobody : words.ownedBy(sides.map(departmentName).join(shared.and))}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Faults error={error} name={`${under}counterMetrics`} />
    </fieldset>
  );
}

/** What both sides agree on: time, key results, who pushes, and what must not get worse. */
export function TermsFields(props: TermsFieldsProps) {
  const { draft, edit, choices, error, under } = props;
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <FormField
          label={words.starts}
          name={`${under}start`}
          type="date"
          value={draft.start}
          onChange={(start) => edit({ start })}
          error={error}
        />
        <FormField
          label={words.due}
          name={`${under}due`}
          type="date"
          value={draft.due}
          onChange={(due) => edit({ due })}
          error={error}
        />
        <SelectField
          label={words.pushes}
          name={`${under}ledBy`}
          value={draft.ledBy}
          options={[
            { value: '', label: words.both },
            ...SIDES.map((side) => ({ value: side, label: departmentName(side) })),
          ]}
          onChange={(ledBy) => edit({ ledBy: ledBy as Side | '' })}
          error={error}
        />
      </div>
      <KeyResultFields
        keyResults={draft.keyResults}
        change={(keyResults) => edit({ keyResults })}
        choices={choices}
        error={error}
        under={`${under}keyResults`}
      />
      <CounterFields {...props} />
    </>
  );
}
