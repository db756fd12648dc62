import { catalogue } from '../../text/catalogue.js';

/** The form of a decision. */
export const words = catalogue('decision form', {
  again: 'Write the draft anew',
  wasPutForward: 'It was put forward',
  wasPutForwardText: 'What was put forward stays as it is: withdraw it and draft another one.',
  speaker: 'A decision is signed by people of marketing and IT: an administrator says which person you are.',
  nothing: 'Nothing in particular',
  goal: (title: string) => `Goal ${title}`,
  metricNamed: (title: string) => `Metric ${title}`,
  guardrail: (title: string) => `Guardrail ${title}`,
  title: 'Title',
  text: 'What it says',
  lastDayHint: 'It holds without end when left empty; a waiver ends by itself.',
  who: 'Who decides',
  approver: (side: string) => `Approver of ${side}`,
  anybody: 'Anybody of the side who may sign',
  promise:
    'The metric grades the decision on that day, once its numbers are settled: hit, partly, missed, or cannot tell.',
  metric: 'Metric',
  noPromise: 'Nothing is promised',
  direction: 'Direction',
  directions: { up: 'Up', down: 'Down' },
  amount: 'By how much',
  amountHint: 'In the unit of the metric; percentage points for a rate.',
  by: 'By when',
  keepDraft: 'Keep as a draft',
});
