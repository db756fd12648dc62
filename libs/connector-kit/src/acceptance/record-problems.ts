import { fieldsOf, type CanonicalRecord, type FieldType } from '@tandem/domain/record/streams';

/** What makes a record none of its stream, in sentences; empty for one that fits. */
export function problemsOf(record: CanonicalRecord): string[] {
  const fields = fieldsOf(record.stream);
  const problems: string[] = [];
  for (const [name, declaration] of Object.entries(fields)) {
    const value = record.fields[name];
    if (value === undefined && declaration.required) problems.push(`${record.origin}: ${name} is missing`);
    if (value !== undefined && !fits(value, declaration.type)) problems.push(`${record.origin}: ${name} is ${value}`);
  }
  for (const name of Object.keys(record.fields)) {
    if (!Object.hasOwn(fields, name)) problems.push(`${record.origin}: ${name} is no field of ${record.stream}`);
  }
  if (record.naturalKey === '') problems.push(`${record.origin}: the natural key is empty`);
  if (record.knownAt !== undefined && !fits(record.knownAt, 'instant')) {
    problems.push(`${record.origin}: knownAt is ${record.knownAt}`);
  }
  return problems;
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const decimalPattern = /^-?\d+(\.\d+)?$/;

function fits(value: string | number | boolean, type: FieldType): boolean {
  if (typeof type === 'object') return typeof value === 'string' && type.oneOf.includes(value);
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'instant':
      return typeof value === 'string' && instantPattern.test(value) && !Number.isNaN(Date.parse(value));
    case 'integer':
      return Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'string' && decimalPattern.test(value);
    case 'boolean':
      return typeof value === 'boolean';
  }
}
