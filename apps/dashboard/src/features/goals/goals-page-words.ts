import { catalogue } from '../../text/catalogue.js';

/** The list of all goals. */
export const words = catalogue('goals page', {
  intro: 'Every joint goal has an owner on each side and key results that both read the same way.',
  keyResultsOnTrack: (count: number, all: number) => `${count} of ${all} key results on track`,
  growth: 'growth projection',
  target: (target: string) => `target ${target}`,
  below: 'Below it',
  none: 'No joint goals yet',
  noneText:
    'A joint goal needs an owner on each side, a metric to move, and a counter-metric that must not get worse. Make one here, or write it in a configuration file and run',
  command: 'tandem apply',
  makeFirst: 'Make the first goal',
});
