import type { GuardrailForm } from '@tandem/contracts/guardrails';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { WORDS } from './guardrail-words.js';
import { fieldsOf, type GuardrailDraft } from './guardrail-draft.js';
import { FIELDS } from './guardrail-field-words.js';

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

/** What a field that asks the same in every form is written as; texts where nothing is said. */
const TYPES: Readonly<Record<string, 'number' | 'date'>> = {
  budgetDays: 'number',
  baselineFrom: 'date',
  baselinePoints: 'number',
  minimumEvents: 'number',
};

interface FieldWords {
  readonly label: string;
  readonly hint?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** What a field asks for, whatever else stands in the form. */
function described(field: string): Described {
  const same: Readonly<Record<string, FieldWords>> = FIELDS.same;
  const { options, ...words } = same[field] ?? { label: field };
  const type = TYPES[field];
  return { ...words, ...(type && { type }), ...(options && { options: Object.entries(options) }) };
}

/** What a field asks for that depends on the metric and the kind. */
function describe(field: string, { form, draft }: GuardrailFieldsProps): Described {
  const { kind, fields } = draft;
  const metric = form.metrics.find(({ key }) => key === fields['metric']);
  const unit = kind === 'change' && fields['of'] !== 'absolute' ? FIELDS.ofBefore : (metric?.unit ?? FIELDS.itsUnit);
  switch (field) {
    case 'atLeast':
      return kind === 'pace'
        ? { label: FIELDS.atLeast, hint: FIELDS.atLeastHint }
        : { label: FIELDS.floor, hint: FIELDS.floorHint(unit) };
    case 'atMost':
      // Whether equal is inside is asked of a limit on the value, and certain for the others.
      return kind === 'threshold' ? { label: FIELDS.ceiling } : { label: FIELDS.ceiling, hint: FIELDS.equalInside };
    case 'of':
      return {
        label: FIELDS.judged,
        options: Object.entries(kind === 'pace' ? FIELDS.paceJudged : FIELDS.changeJudged),
      };
    case 'goal':
      return { label: FIELDS.goal, options: unique(form.keyResults.map(({ goal, goalTitle }) => [goal, goalTitle])) };
    case 'keyResult': {
      const own = form.keyResults.filter(({ goal, metric: of }) => goal === fields['goal'] && of === fields['metric']);
      return { label: FIELDS.keyResult, options: own.map(({ keyResult }) => [keyResult, keyResult]) };
    }
    case 'windowDays':
      return { label: FIELDS.windowDays, type: 'number', hint: FIELDS.whenEmpty(metric?.windowDays ?? 7) };
    case 'by':
      return {
        label: FIELDS.by,
        hint: FIELDS.byHint,
        // One that another metric had stays to be seen, with what is wrong with it.
        options: [...new Set([...(metric?.dimensions ?? []), fields['by'] ?? ''])]
          .filter((name) => name !== '')
          .map((name) => [name, name]),
      };
    case 'mostSlices':
      return { label: WORDS.mostSlices, type: 'number', hint: FIELDS.mostSlicesHint };
    default:
      return described(field);
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
  'mostSlices',
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
        if (field === 'mostSlices' && (draft.fields['by'] ?? '') === '') return null;
        if (options) {
          if (options.length === 0 && field === 'by') return null;
          const none = EMPTY_OPTION.includes(field)
            ? [{ value: '', label: field === 'by' ? FIELDS.whole : FIELDS.choose }]
            : [];
          return (
            <SelectField
              key={field}
              label={label}
              name={`guardrails[0].${field}`}
              value={value}
              options={[...none, ...options.map(([option, words]) => ({ value: option, label: words }))]}
              onChange={(next) => edit(field, next)}
              error={error}
              {...(hint === undefined ? {} : { hint })}
            />
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
