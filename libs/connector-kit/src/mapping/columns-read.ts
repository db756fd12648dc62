import { z } from 'zod';
import { columnsOf, requiredColumnsOf } from './compile-mapping.js';
import type { Mapping } from './mapping.js';

const there = z.unknown().refine((value) => value !== undefined, 'it is missing');

/**
 * The fields of a row that the mappings read, so that what comes, goes and changes its kind is noticed. A single mapping that takes every row says
 * also which fields each row must have.
 */
export function columnsRead(mappings: readonly Mapping[]): z.ZodObject {
  const topOf = (columns: Iterable<string>) => [...columns].map((column) => column.split('.')[0] ?? column);
  const [only, ...others] = mappings;
  const isForAll = only !== undefined && others.length === 0 && only.where === undefined;
  const needed = new Set(isForAll ? topOf(requiredColumnsOf(only)) : []);
  const read = mappings.flatMap((mapping) => topOf(columnsOf(mapping)));
  return z.looseObject(Object.fromEntries(read.map((name) => [name, needed.has(name) ? there : z.unknown()])));
}
