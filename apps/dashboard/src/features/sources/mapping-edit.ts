/** A mapping as the settings of a source have it; what the editor does not know of stays as it is. */
export type MappingJson = Readonly<Record<string, unknown>>;

/** Where the value of a field comes from, as the editor shows it. `other`: written by hand, in a way that only JSON can say. */
export interface SourceView {
  readonly from: 'none' | 'column' | 'constant' | 'template' | 'other';
  /** A column, a constant, or text with columns in braces. */
  readonly text: string;
  /** Of instants; empty for that of the mapping. */
  readonly dateFormat: string;
  /** What texts of the column mean; empty where they mean themselves. */
  readonly values: readonly { readonly text: string; readonly means: string }[];
}

export const NO_SOURCE: SourceView = { from: 'none', text: '', dateFormat: '', values: [] };

export interface RowCondition {
  readonly column: string;
  readonly operator: 'is' | 'not' | 'present' | 'absent';
  readonly value: string;
}

const SIMPLE = new Set(['column', 'constant', 'template', 'dateFormat', 'values']);

/** The mappings that a text of JSON holds; null while it cannot be read as such. */
export function mappingsIn(json: string): readonly MappingJson[] | null {
  if (json.trim() === '') return [];
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.every(isObject) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function jsonOf(mappings: readonly MappingJson[]): string {
  return mappings.length === 0 ? '' : JSON.stringify(mappings, null, 2);
}

export function newMapping(stream: string, columns: readonly string[]): MappingJson {
  const [first] = columns;
  return {
    stream,
    fields: {},
    naturalKey: first === undefined ? { contentAndOccurrence: true } : { columns: [first] },
  };
}

export function sourceView(value: unknown): SourceView {
  if (value === undefined) return NO_SOURCE;
  if (typeof value === 'string') return { ...NO_SOURCE, from: 'column', text: value };
  if (!isObject(value) || Object.keys(value).some((key) => !SIMPLE.has(key))) return { ...NO_SOURCE, from: 'other' };
  const { column, constant, template, dateFormat, values } = value;
  const base = { dateFormat: textOf(dateFormat), values: [] };
  if (column !== undefined) {
    const meanings = Object.entries(isObject(values) ? values : {}).map(([text, means]) => ({
      text,
      means: textOf(means),
    }));
    return { ...base, from: 'column', text: textOf(column), values: meanings };
  }
  if (template !== undefined) return { ...base, from: 'template', text: textOf(template) };
  return { ...base, from: 'constant', text: textOf(constant) };
}

/** The source as settings have it; undefined for none. @param type of the field: constants of numbers and booleans are written as such */
export function sourceJson({ from, text, dateFormat, values }: SourceView, type: string): unknown {
  const format = dateFormat === '' ? {} : { dateFormat };
  switch (from) {
    case 'none':
    case 'other':
      return undefined;
    case 'column': {
      const meanings = values.filter((one) => one.means !== '');
      const known = meanings.length ? { values: Object.fromEntries(meanings.map((one) => [one.text, one.means])) } : {};
      return meanings.length || dateFormat !== '' ? { column: text, ...known, ...format } : text;
    }
    case 'template':
      return { template: text, ...format };
    case 'constant':
      return { constant: constantOf(text, type), ...format };
  }
}

export function withField(mapping: MappingJson, name: string, view: SourceView, type: string): MappingJson {
  if (view.from === 'other') return mapping;
  return { ...mapping, fields: withMember(objectIn(mapping['fields']), name, sourceJson(view, type)) };
}

/** Attributes to slice by: each is a column. Those that are more than that stay as they are. */
export function dimensionsOf(mapping: MappingJson): readonly { readonly name: string; readonly view: SourceView }[] {
  return Object.entries(objectIn(mapping['dimensions'])).map(([name, value]) => ({ name, view: sourceView(value) }));
}

export function withDimension(mapping: MappingJson, name: string, column: string | null): MappingJson {
  const dimensions = withMember(objectIn(mapping['dimensions']), name, column ?? undefined);
  const { dimensions: _, ...rest } = mapping;
  return Object.keys(dimensions).length ? { ...rest, dimensions } : rest;
}

/** Which fields and attributes read a column. */
export function usesOf(mapping: MappingJson, column: string): readonly string[] {
  const reads = (value: unknown): boolean => {
    const view = sourceView(value);
    return (
      (view.from === 'column' && view.text === column) ||
      (view.from === 'template' && view.text.includes(`{${column}}`))
    );
  };
  const fields = Object.entries(objectIn(mapping['fields'])).filter(([, value]) => reads(value));
  const dimensions = Object.entries(objectIn(mapping['dimensions'])).filter(([, value]) => reads(value));
  return [
    ...fields.map(([name]) => name),
    ...dimensions.map(([name]) => `dimensions.${name}`),
    ...(keyColumns(mapping).includes(column) ? ['key'] : []),
  ];
}

export function keyColumns(mapping: MappingJson): readonly string[] {
  const { columns } = objectIn(mapping['naturalKey']);
  return Array.isArray(columns) ? columns.map(textOf) : [];
}

/** No column tells a row from all others when there are none: then what the row says does. */
export function withKeyColumns(mapping: MappingJson, columns: readonly string[]): MappingJson {
  const { prefix } = objectIn(mapping['naturalKey']);
  const key = columns.length ? { columns } : { contentAndOccurrence: true };
  return { ...mapping, naturalKey: { ...key, ...(prefix === undefined ? {} : { prefix }) } };
}

export function rowFilter(mapping: MappingJson): readonly RowCondition[] {
  return Object.entries(objectIn(mapping['where'])).map(([column, condition]): RowCondition => {
    if (isObject(condition)) {
      const { not, present } = condition;
      if (Array.isArray(not)) return { column, operator: 'not', value: not.map(textOf).join(', ') };
      return { column, operator: present === true ? 'present' : 'absent', value: '' };
    }
    const values: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
    return { column, operator: 'is', value: values.map(textOf).join(', ') };
  });
}

export function withRowFilter(mapping: MappingJson, conditions: readonly RowCondition[]): MappingJson {
  const written = conditions.map(({ column, operator, value }) => {
    const values = value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (operator === 'present' || operator === 'absent') return [column, { present: operator === 'present' }];
    if (operator === 'not') return [column, { not: values }];
    return [column, values.length === 1 ? values[0] : values];
  });
  const { where: _, ...rest } = mapping;
  return written.length ? { ...rest, where: Object.fromEntries(written) as unknown } : rest;
}

/** A plain setting of the mapping, left out where it is empty. */
export function withSetting(mapping: MappingJson, name: 'zone' | 'dateFormat', text: string): MappingJson {
  return withMember(mapping, name, text.trim() === '' ? undefined : text.trim());
}

export function emptyTexts(mapping: MappingJson): string {
  const texts = mapping['emptyValues'];
  return Array.isArray(texts) ? texts.map(textOf).join(', ') : '';
}

export function withEmptyTexts(mapping: MappingJson, text: string): MappingJson {
  const texts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return withMember(mapping, 'emptyValues', texts.length ? texts : undefined);
}

/** The different texts of a column among the rows that were looked at, the most frequent first. */
export function textsOfColumn(rows: readonly (readonly string[])[], index: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const cell = row[index] ?? '';
    if (cell !== '') counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function constantOf(text: string, type: string): string | number | boolean {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = (type === 'integer' || type === 'decimal') && text.trim() !== '' && !Number.isNaN(Number(text));
  return isNumber ? Number(text) : text;
}

function withMember(thing: MappingJson, name: string, value: unknown): MappingJson {
  if (value !== undefined) return { ...thing, [name]: value };
  return Object.fromEntries(Object.entries(thing).filter(([key]) => key !== name));
}

function isObject(value: unknown): value is MappingJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectIn(value: unknown): MappingJson {
  return isObject(value) ? value : {};
}
