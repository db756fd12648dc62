import type { Action } from '@tandem/contracts/actions';
import { catalogue, plural } from '../../text/catalogue.js';
import { countText, differenceText } from '../../text/number-text.js';
import { localDayText } from '../../text/time-text.js';
import type { GlyphName } from '../../ui/glyph.js';

/** Who does what by when. */
export const words = catalogue('actions', {
  title: 'Actions',
  lead: 'Carried from review to review until they are closed. Did the number move?',
  none: 'No action is open.',
  file: 'actions',
  shown: 'Actions shown',
  filters: { open: 'Open', all: 'Closed as well' },
  action: 'Action',
  owner: 'Owner',
  due: 'Due',
  state: 'State',
  effect: 'Effect since',
  fromDecision: (decision: string) => `From decision ${decision}`,
  closeOrMove: 'Close or move',
  result: 'What came of it, or why it moves',
  done: 'Done',
  drop: 'Drop it',
  anotherDay: 'Another day',
  move: 'Move it',
  openOne: 'Open an action',
  what: 'What is to be done',
  chooseOwner: 'Choose a person or a team',
  lastDay: 'Last day',
  metric: 'Metric that it is to move',
  noMetric: 'None',
  open: 'Open it',
  statuses: { open: 'Open', late: 'Late', done: 'Done', doneLate: 'Done late', dropped: 'Dropped' },
  late: (count: string, days: number) => `${count} ${plural(days, { one: 'day', other: 'days' })} late`,
  lateDone: (count: string, days: number) => `${count} ${plural(days, { one: 'day', other: 'days' })} late, done`,
  onNoMetric: 'on no metric',
  stale: (metric: string) => `${metric}: stale`,
  notYet: (metric: string) => `${metric}: no settled value yet`,
  verdicts: {
    better: (metric: string, delta: string) => `${metric} ${delta} better`,
    worse: (metric: string, delta: string) => `${metric} ${delta} worse`,
    noise: (metric: string, delta: string) => `${metric} ${delta} within noise`,
    tooFewPoints: (metric: string, delta: string) => `${metric} ${delta} too little history`,
  },
});

export const ACTION_GLYPHS: Readonly<Record<Action['status'], GlyphName>> = {
  open: 'none',
  late: 'offTrack',
  done: 'onTrack',
  doneLate: 'onTrack',
  dropped: 'none',
};

export function actionStatusText({ status, daysLate }: Action): string {
  if (daysLate <= 0) return words.statuses[status];
  return words[status === 'doneLate' ? 'lateDone' : 'late'](countText(daysLate), daysLate);
}

/** Whether the number has moved since: "+30.0 pp better". */
export function effectText({ effect }: Action): string {
  if (effect === null) return words.onNoMetric;
  const { metric, delta, verdict } = effect;
  if (verdict === 'stale') return words.stale(metric.title);
  if (verdict === 'notYet') return words.notYet(metric.title);
  return words.verdicts[verdict](metric.title, differenceText(delta, metric.unit));
}

export function dueText({ due }: Action): string {
  return localDayText(due);
}
