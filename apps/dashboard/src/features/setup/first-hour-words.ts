import { catalogue } from '../../text/catalogue.js';
import type { Step, StepState } from './first-hour-steps.js';

export const FIRST_HOUR = catalogue('firstHour', {
  title: 'From nothing to a first joint goal',
  intro: 'Six steps, in any order. They show how things stand: leave whenever you like, and come back.',
  dismiss: 'Hide these steps',
  show: 'Show the first steps',
  file: 'Or write all of it in one file',
  fileText:
    'People, sources, metrics, goals and guardrails can be written in one file, and are applied by one command:',
  administrator: 'An administrator does this.',
  states: { done: 'done', now: 'next', later: 'to do', working: 'under way' } satisfies Record<StepState, string>,
  upload: 'Upload a CSV file',
  connect: 'Connect a system',
  addPerson: 'Add an owner',
  own: 'Make a metric of your own',
  catalogue: 'All ready-made metrics',
  readyHere: 'Its data is here',
  blank: 'An empty goal',
  templateMissing: (standards: readonly (string | undefined)[]) => `needs ${standards.join(' and ')}`,
  guardrail: 'Add a guardrail and rehearse it',
  editGoal: 'Name it in the goal',
  invite: 'Invite the other side',
  signGoal: 'Open the goal that waits',
  reading: (name: string) => `Reading ${name}`,
});

export const STEPS: Readonly<Record<Step['id'], { readonly title: string; readonly text: string }>> = catalogue(
  'firstSteps',
  {
    owners: {
      title: 'Name an owner on each side',
      text: 'A joint goal is owned by somebody of Marketing and somebody of IT. They sign what is agreed.',
    },
    data: {
      title: 'Bring data',
      text: 'Upload a file, or connect the system that holds the records. What does not fit is shown with its reason; the rest is counted.',
    },
    metric: {
      title: 'Take a metric',
      text: 'Ready-made definitions say exactly what is counted. Those whose data has arrived stand first.',
    },
    goal: {
      title: 'Make the first joint goal',
      text: 'A template is prefilled with what your metrics say now. Beside the form stands how the goal would do.',
    },
    guardrail: {
      title: 'Say what must not get worse',
      text: 'A guardrail on another metric, rehearsed on history before it is switched on, and named in the goal.',
    },
    sign: {
      title: 'Have the other side sign',
      text: 'What one side wrote holds when the other has signed it. Invite whoever signs, if they cannot come in yet.',
    },
  },
);
