import { isStorableText } from './storable-text.js';

/** More would be a mistake of the sender, and each costs space in every record. */
export const mostDimensions = 50;
const longestName = 100;

/** Names that objects of the language have by themselves. */
const reserved: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * What is wrong with the name of a dimension, as a sentence; null when nothing is.
 */
export function dimensionNameFault(name: string): string | null {
  if (!isStorableText(name)) return 'The name of a dimension is a text without NUL.';
  if (name === '' || name.length > longestName) return `The name of a dimension has 1 to ${longestName} characters.`;
  return reserved.includes(name) ? `"${name}" cannot be the name of a dimension. Choose another.` : null;
}
