import { catalogue } from '../../text/catalogue.js';

/** Other terms for a goal, beside what they would do. */
export const words = catalogue('propose goal', {
  title: 'Propose a change of the goal',
  intro:
    'What was agreed stays readable for its time. Title, outcome, owners and drivers change without a signature: edit the goal.',
  change: 'The change',
  movesMissed: 'This moves an aim that has been missed. The history will mark it so, for ever.',
  proposed: 'On the proposed terms',
  present: 'On the present ones',
  reason: 'Reason',
  reasonHint: 'The other side reads it now, and whoever asks later why the target moved.',
  from: 'Holds from',
  fromHint: 'A day to come; when left empty, the moment of the last signature.',
  begin: 'Change something, and how the goal would stand is shown here.',
  reckoning: 'Reckoning …',
  preview: 'What it would do',
  signs: 'This signs for your side, if you may sign. The present terms stand until the other side has signed too.',
  signAndPropose: 'Sign and propose',
  cancel: 'Cancel',
});
