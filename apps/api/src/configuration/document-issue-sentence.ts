import { z } from 'zod';
import { didYouMean } from './did-you-mean.js';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * What is wrong with a value and what to do, for each fault that a schema can find and has no words of its own for. For unknown keys, one line
 * per key, in the order of `issue.keys`.
 */
export function documentIssueSentence(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeSentence(issue.input, kindNames[issue.expected] ?? `must be ${issue.expected}`);
    case 'invalid_value':
      return choiceSentence(issue.input, issue.values.map(String));
    case 'invalid_union':
      return choiceSentence(discriminatorOf(issue), optionsOf(issue));
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKeySentence(key, knownKeys(issue.inst))).join('\n');
    case 'too_small':
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at least ${amount(issue.origin, Number(issue.minimum))}`;
    case 'too_big':
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at most ${amount(issue.origin, Number(issue.maximum))}`;
    case 'invalid_format':
      return 'is not written as it must be';
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_key':
      return 'has a key that cannot be used';
    default:
      return 'is not valid';
  }
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'must be a text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list: begin each entry with "- "',
  object: 'must hold keys with values',
  record: 'must hold keys with values',
};

function typeSentence(input: unknown, expected: string): string {
  if (input === undefined) return `is missing; it ${expected}`;
  if (input === null) return `is empty; it ${expected}: give it a value or remove the line`;
  const isPlain = typeof input === 'number' || typeof input === 'boolean';
  const quoted = expected === kindNames['string'] && isPlain ? `: put ${input} in quotes` : '';
  return `${expected}${quoted}`;
}

/** Units are followed by every currency there is; the first ones of a list are the common ones. */
const mostNamed = 16;

function choiceSentence(input: unknown, allowed: readonly string[]): string {
  const named = allowed.length > mostNamed ? [...allowed.slice(0, mostNamed), '…'] : allowed;
  const choices = allowed.length === 1 ? `must be ${allowed.join('')}` : `must be one of ${named.join(', ')}`;
  if (input === undefined) return `is missing; it ${choices}`;
  if (typeof input !== 'string') return choices;
  return `"${input.slice(0, 80)}" is not known; it ${choices}${didYouMean(input, allowed)}`;
}

function discriminatorOf(issue: RawIssue & { code: 'invalid_union' }): unknown {
  const { input } = issue;
  const name = 'discriminator' in issue ? String(issue.discriminator) : '';
  return typeof input === 'object' && input !== null ? new Map(Object.entries(input)).get(name) : undefined;
}

function optionsOf(issue: RawIssue & { code: 'invalid_union' }): readonly string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function unknownKeySentence(key: string, known: readonly string[]): string {
  const guess = didYouMean(key, known);
  return guess === '' ? `is not known here; possible are ${known.join(', ')}` : `is not known here${guess}`;
}

function knownKeys(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function amount(origin: string, count: number): string {
  if (origin === 'string') return count === 1 ? '1 character' : `${count} characters`;
  if (origin === 'array') return count === 1 ? '1 entry' : `${count} entries`;
  return String(count);
}
