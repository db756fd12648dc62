import type { MetricChoices } from '@tandem/contracts/metric-form';
import {
  newFormula,
  onStream,
  writtenFormula,
  type ConditionDraft,
  type FormulaDraft,
  type Kind,
} from './formula-draft.js';

export type Thing = Readonly<Record<string, unknown>>;

/** A new metric as the form holds it. */
export interface MetricDraft {
  readonly key: string;
  /** Nobody has typed a key: it follows the title. */
  readonly keyFollows: boolean;
  readonly standard: string;
  readonly title: string;
  readonly description: string;
  readonly marketingWording: string;
  readonly itWording: string;
  readonly unit: string;
  readonly precision: string;
  readonly direction: string;
  readonly windowDays: string;
  readonly settlingDays: string;
  readonly marketing: string;
  readonly it: string;
  readonly formula: FormulaDraft;
  /** The formula is written as text, because somebody wants to or because the fields cannot say it. */
  readonly asText: boolean;
  readonly formulaText: string;
}

export function newMetric(choices: MetricChoices): MetricDraft {
  return {
    key: '',
    keyFollows: true,
    standard: '',
    title: '',
    description: '',
    marketingWording: '',
    itWording: '',
    unit: 'count',
    precision: '1',
    direction: 'up',
    windowDays: '7',
    settlingDays: '0',
    marketing: choices.owners.find(({ side }) => side === 'marketing')?.id ?? '',
    it: choices.owners.find(({ side }) => side === 'it')?.id ?? '',
    formula: newFormula(choices),
    asText: false,
    formulaText: '',
  };
}

/** The metric as a configuration file has it; the formula stays out where it is given as text. */
export function writtenMetric(draft: MetricDraft, choices: MetricChoices): Thing {
  const wording = { ...filled('marketing', draft.marketingWording), ...filled('it', draft.itWording) };
  return {
    key: draft.key,
    ...filled('standard', draft.standard),
    title: draft.title,
    description: draft.description,
    ...(Object.keys(wording).length ? { wording } : {}),
    ...(draft.asText ? {} : { formula: writtenFormula(draft.formula, choices) }),
    unit: draft.unit,
    ...number('precision', draft.precision),
    direction: draft.direction,
    ...number('windowDays', draft.windowDays),
    ...number('settlingDays', draft.settlingDays),
    owners: { ...filled('marketing', draft.marketing), ...filled('it', draft.it) },
  };
}

/** A metric of a file in the form: its formula in fields where they can say it, as text where they cannot. */
export function draftOfMetric(thing: Thing, choices: MetricChoices): MetricDraft {
  const start = newMetric(choices);
  const formula = objectIn(thing['formula']);
  const draft = formulaDraft(formula, choices);
  const isSaid = draft !== null && sameThing(writtenFormula(draft, choices), formula);
  const wording = objectIn(thing['wording']);
  const owners = objectIn(thing['owners']);
  return {
    ...start,
    key: textIn(thing['key']),
    keyFollows: false,
    standard: textIn(thing['standard']),
    title: textIn(thing['title']),
    description: textIn(thing['description']),
    marketingWording: textIn(wording['marketing']),
    itWording: textIn(wording['it']),
    unit: textIn(thing['unit']),
    precision: textIn(thing['precision']),
    direction: textIn(thing['direction']),
    windowDays: textIn(thing['windowDays']),
    settlingDays: textIn(thing['settlingDays']),
    marketing: textIn(owners['marketing']) || start.marketing,
    it: textIn(owners['it']) || start.it,
    formula: draft ?? start.formula,
    asText: !isSaid,
    formulaText: textOfFormula(formula),
  };
}

/** JSON is YAML: what the editor of formulas shows of a formula that was made of fields. */
export function textOfFormula(formula: object): string {
  return JSON.stringify(formula, null, 2);
}

function formulaDraft(formula: Thing, choices: MetricChoices): FormulaDraft | null {
  const kind = textIn(formula['kind']) as Kind;
  const stream = choices.streams.find(({ name }) => name === formula['stream']);
  const dimensions = textsIn(formula['dimensions']);
  const base = onStream({ ...newFormula(choices), kind }, stream);
  const own = dimensions.filter((name) => !name.startsWith('dimensions.'));
  const numerator = objectIn(formula['numerator']);
  const denominator = objectIn(formula['denominator']);
  const said = {
    connections: textsIn(formula['connections']),
    at: textsIn(formula['at'])[0] ?? '',
    where: conditionsIn(formula['where']),
    numerator: conditionsIn(numerator['where']),
    numeratorSum: textIn(numerator['sum']),
    denominator: conditionsIn(denominator['where']),
    denominatorSum: textIn(denominator['sum']),
    sum: textIn(formula['sum']) || base.sum,
    per: textIn(formula['per']),
    until: textsIn(formula['until'])[0] ?? base.until,
    pools: formula['field'] === undefined ? ('duration' as const) : ('field' as const),
    from: textIn(formula['from']) || base.from,
    to: textIn(formula['to']) || base.to,
    field: textIn(formula['field']) || base.field,
    percentile: textIn(formula['percentile']) || base.percentile,
    clock: textIn(formula['clock']),
    addsUp: formula['across'] === 'sum',
    expression: textIn(formula['expression']),
    dimensions: own,
    otherDimensions: dimensions
      .filter((name) => name.startsWith('dimensions.'))
      .map((name) => name.slice('dimensions.'.length))
      .join(', '),
  };
  return kind === 'derived' || stream !== undefined ? { ...base, ...said } : null;
}

/** Conditions that the fields can say; what they cannot is missed by whoever compares with what was written. */
function conditionsIn(where: unknown): ConditionDraft[] {
  return Object.entries(objectIn(where)).flatMap(([field, condition]): ConditionDraft[] => {
    if (Array.isArray(condition)) return [{ field, operator: 'is', value: condition.join(', ') }];
    if (typeof condition !== 'object' || condition === null)
      return [{ field, operator: 'is', value: textIn(condition) }];
    return Object.entries(condition).flatMap(([operator, value]: [string, unknown]): ConditionDraft[] => {
      if (operator === 'not') return [{ field, operator, value: textsIn(value).join(', ') }];
      if (operator === 'present') return [{ field, operator: value === true ? 'present' : 'absent', value: '' }];
      const isKnown =
        operator === 'atLeast' || operator === 'below' || operator === 'contains' || operator === 'startsWith';
      return isKnown ? [{ field, operator, value: textIn(value) }] : [];
    });
  });
}

function objectIn(value: unknown): Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Thing) : {};
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textIn) : [];
}

/** Whether two values of JSON say the same, in whatever order their members stand. */
function sameThing(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [one, other] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return (
    one.length === other.size && one.every(([name, value]) => other.has(name) && sameThing(value, other.get(name)))
  );
}

function filled(name: string, text: string): object {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

function number(name: string, text: string): object {
  const value = Number(text);
  return text.trim() === '' ? {} : { [name]: Number.isNaN(value) ? text : value };
}
