import { catalogue } from '../../text/catalogue.js';

/** How sure both sides are of a goal, as people say it, and the chart of it. */
export const words = catalogue('check-ins', {
  title: 'Confidence of both sides',
  of10: (confidence: number) => `${confidence} of 10`,
  confidenceOf: (side: string) => `Confidence of ${side}`,
  none: 'has not checked in yet',
  checkIn: 'Check in',
  howSure: (side: string) => `How sure is ${side} that it will be met?`,
  why: 'What makes you say so',
  checkInFor: (side: string) => `Check in for ${side}`,
  showFewer: 'Show fewer',
  showAll: (count: number) => `Show all ${count}`,
  chart:
    'Confidence of both sides over time, 0 to 10. Arrow keys move from one check-in to the next; Home and End jump.',
  table: 'Confidence of both sides as a table',
  file: 'the confidence of both sides',
  picture: (goal: string) => `${goal}: confidence of both sides, 0 not at all to 10 certain`,
  source: (day: string) => `Said by people when they check in · drawn ${day}`,
  key: '0 not at all, 10 certain; a line is what a side last said.',
  side: 'Department',
  sure: 'Confidence',
  said: 'What was said',
  by: 'By',
  at: 'When',
});
