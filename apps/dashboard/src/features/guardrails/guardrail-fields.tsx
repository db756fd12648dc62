import type { GuardrailForm } from '@tandem/contracts/guardrails';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { fieldsOf, type GuardrailDraft } from './guardrail-draft.js';

interface GuardrailFieldsProps {
  readonly form: GuardrailForm;
  readonly draft: GuardrailDraft;
  readonly edit: (field: string, value: string) => void;
  readonly error: ApiError | null;
}

interface Described {
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'number' | 'date';
  readonly options?: readonly (readonly [value: string, label: string])[];
}

const PACE_JUDGED = [
  ['pace', 'pace: progress by progress expected'],
  ['odds', 'odds: probability of a hit, 0 to 1'],
] as const;
const CHANGE_JUDGED = [
  ['relative', 'in per cent of the value before'],
  ['absolute', 'in the unit of the metric'],
] as const;

/** What a field asks for, whatever else stands in the form. */
const SAME: Readonly<Record<string, Described>> = {
  atMost: { label: 'At most (ceiling)', hint: 'Equal is inside.' },
  clearAt: { label: 'Clears at', hint: 'A stricter limit, so that it does not flap.' },
  objective: { label: 'Objective, in %', hint: 'Share of good events that was promised, such as 99.5.' },
  budgetDays: { label: 'Days of the budget', type: 'number', hint: '30 when empty.' },
  baselineFrom: { label: 'Baseline from', type: 'date', hint: 'It stays fixed; another date is on the record.' },
  baselinePoints: { label: 'Periods of the baseline', type: 'number', hint: '12 when empty.' },
  side: {
    label: 'Counts',
    options: [
      ['both', 'both sides of the mean'],
      ['above', 'above the mean'],
      ['below', 'below the mean'],
    ],
  },
  within: { label: 'Silent for at most', hint: 'Such as 26h; what the source states when empty.' },
  minimumEvents: { label: 'Least events', type: 'number', hint: 'Below this it says "too few".' },
  for: { label: 'Must last', hint: 'Such as 0s, 12h or 2d.' },
  keepFiringFor: { label: 'Must be good for', hint: 'Before it is resolved.' },
  severity: {
    label: 'Severity',
    options: [
      ['warning', 'warning'],
      ['critical', 'critical'],
    ],
  },
  onNoData: {
    label: 'Without data',
    options: [
      ['keepLast', 'stays as it is'],
      ['alert', 'tells people'],
      ['ok', 'lets a breach lapse'],
    ],
  },
};

/** What a field asks for that depends on the metric and the kind. */
function describe(field: string, { form, draft }: GuardrailFieldsProps): Described {
  const { kind, fields } = draft;
  const metric = form.metrics.find(({ key }) => key === fields['metric']);
  const unit =
    kind === 'change' && fields['of'] !== 'absolute' ? '% of the value before' : (metric?.unit ?? 'its unit');
  switch (field) {
    case 'atLeast':
      return kind === 'pace'
        ? { label: 'At least', hint: 'Such as 0.9.' }
        : { label: 'At least (floor)', hint: `In ${unit}; one of floor and ceiling.` };
    case 'of':
      return { label: 'Judged', options: kind === 'pace' ? PACE_JUDGED : CHANGE_JUDGED };
    case 'goal':
      return { label: 'Goal', options: unique(form.keyResults.map(({ goal, goalTitle }) => [goal, goalTitle])) };
    case 'keyResult': {
      const own = form.keyResults.filter(({ goal, metric: of }) => goal === fields['goal'] && of === fields['metric']);
      return { label: 'Key result', options: own.map(({ keyResult }) => [keyResult, keyResult]) };
    }
    case 'windowDays':
      return { label: 'Window, in days', type: 'number', hint: `${metric?.windowDays ?? 7} when empty.` };
    case 'by':
      return { label: 'Each by itself', options: (metric?.dimensions ?? []).map((name) => [name, name]) };
    default:
      return SAME[field] ?? { label: field };
  }
}

function unique(pairs: readonly (readonly [string, string])[]) {
  return [...new Map(pairs)];
}

const OPTIONAL = [
  'atLeast',
  'atMost',
  'clearAt',
  'windowDays',
  'minimumEvents',
  'for',
  'keepFiringFor',
  'budgetDays',
  'baselinePoints',
  'within',
];
const EMPTY_OPTION = ['by', 'goal', 'keyResult'];

/** What a kind of guardrail asks for. */
export function GuardrailFields(props: GuardrailFieldsProps) {
  const { draft, edit, error } = props;
  const asked = fieldsOf(draft.kind).filter((field) => !['id', 'title', 'metric'].includes(field));
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      {asked.map((field) => {
        const { label, hint, type, options } = describe(field, props);
        const value = draft.fields[field] ?? '';
        if (options) {
          if (options.length === 0 && field === 'by') return null;
          return (
            <label key={field} className="text-sm font-medium">
              {label}
              <select
                name={field}
                className="field mt-1 block !h-9 w-full font-normal"
                value={value}
                onChange={(event) => edit(field, event.target.value)}
              >
                {EMPTY_OPTION.includes(field) && (
                  <option value="">{field === 'by' ? 'no: the whole' : 'choose'}</option>
                )}
                {options.map(([option, words]) => (
                  <option key={option} value={option}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          );
        }
        return (
          <FormField
            key={field}
            label={label}
            name={`guardrails[0].${field}`}
            type={type ?? 'text'}
            value={value}
            required={!OPTIONAL.includes(field)}
            onChange={(next) => edit(field, next)}
            error={error}
            {...(hint === undefined ? {} : { hint })}
          />
        );
      })}
    </div>
  );
}
