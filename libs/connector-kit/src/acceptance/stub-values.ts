import assert from 'node:assert/strict';

// Asked for each of thousands of rows, so that no schema is made for it.

/** A value of a row or of a request that a stub takes for a text. */
export function textOf(value: unknown): string {
  assert.ok(typeof value === 'string', `not a text: ${JSON.stringify(value)}`);
  return value;
}

/** A value of a row or of a request that a stub takes for a number. */
export function numberOf(value: unknown): number {
  assert.ok(typeof value === 'number', `not a number: ${JSON.stringify(value)}`);
  return value;
}
