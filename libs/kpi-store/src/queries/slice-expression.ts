import type { CompiledDefinition } from './compile-definition.js';

/** Throws for a dimension that the metric does not declare; callers check first and name the field. */
export function sliceExpression(compiled: CompiledDefinition, by: string | undefined): string {
  if (by === undefined) return `''`;
  const position = compiled.dimensions.indexOf(by);
  if (position < 0) throw new Error(`The metric is not sliced by "${by}".`);
  return `slice[${position + 1}]`;
}

/** Of slices that do not add up only the one that was delivered for what is asked. */
export function deliveredAlone({ asDelivered, dimensions }: CompiledDefinition, by: string | undefined): string {
  if (!asDelivered) return 'true';
  const others = dimensions.flatMap((name, index) => (name === by ? [] : [`slice[${index + 1}] = ''`]));
  return others.length ? others.join(' and ') : 'true';
}
