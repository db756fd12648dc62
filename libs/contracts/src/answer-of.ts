import type { z } from 'zod';

/** What a schema answers, as whoever reads it may take it: nothing of it is changed in place. */
export type AnswerOf<Schema extends z.ZodType> = Unchanged<z.output<Schema>>;

type Unchanged<Value> = Value extends object ? { readonly [Field in keyof Value]: Unchanged<Value[Field]> } : Value;
