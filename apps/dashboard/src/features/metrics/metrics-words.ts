import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** The list of all metrics. */
export const words = catalogue('metrics', {
  title: 'Metrics',
  intro: 'One definition a number, the same for both departments.',
  readyMade: 'Ready-made',
  make: 'Make a metric',
  file: 'the catalogue',
  all: 'All metrics',
  retired: 'Retired',
  retiredAll: 'Retired metrics',
  metric: 'Metric',
  now: 'Now',
  better: 'Better',
  owners: 'Owners',
  usedIn: 'Used in',
  noGoal: 'no goal',
  sources: 'Sources',
  data: 'Data',
  counting: (share: string) => `being counted, ${share}`,
  stopped: (share: string) => `counting stopped, ${share}`,
  noneYet: 'none yet',
  stale: (age: string) => `stale ${age}`,
  days: (count: number) => counted(count, 'day'),
  version: (version: number) => `definition version ${version}`,
  none: 'No metrics yet',
  noneText: 'A metric is a governed definition over the records of a source. Adopt a',
  readyMadeOne: 'ready-made one',
  or: ', or',
  makeOwn: 'make your own',
});
