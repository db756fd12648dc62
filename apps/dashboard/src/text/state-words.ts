import type { Observation } from '@tandem/contracts/common';
import { catalogue } from './catalogue.js';

/** What is said beside a value that may still change; a settled one needs no word, and an absent one says why it is absent. */
export const STATE_WORDS: Record<Observation['state'], string | null> = catalogue('states', {
  absent: null,
  partial: 'so far',
  provisional: 'provisional',
  settled: null,
});
