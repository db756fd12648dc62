import { hash } from 'node:crypto';
import { OccurrenceCounter } from './occurrence-counter.js';

/**
 * Names rows that have no id of their own: a hash of what the row says, and which one it is among the rows that say the same.
 * Equal rows stay distinct, and since they are equal it does not matter in which order they arrive.
 *
 * @returns a function from a row's content to its key within this run
 */
export function contentKeys(): (content: string) => string {
  const counter = new OccurrenceCounter();
  return (content) => {
    const digest = hash('sha256', content, 'hex').slice(0, 32);
    const occurrence = counter.next(parseInt(digest.slice(0, 8), 16), parseInt(digest.slice(8, 16), 16));
    return `${digest}-${occurrence}`;
  };
}
