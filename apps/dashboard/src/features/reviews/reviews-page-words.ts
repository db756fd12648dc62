import { catalogue } from '../../text/catalogue.js';

/** The list of all reviews. */
export const words = catalogue('reviews page', {
  title: 'Reviews',
  intro: 'Both sides meet to decide. A draft fills itself until the meeting; what was held never changes.',
  file: 'the reviews',
  none: 'No review yet',
  noneText: 'The draft of the coming meeting opens by itself within the minute.',
  review: 'Review',
  reviewNo: (number: number) => `Review ${number}`,
  meeting: 'Meeting',
  state: 'State',
  frozen: 'Frozen',
  heldBy: 'Held by',
  clock: 'the clock',
});

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const MEETINGS = catalogue('meetings', {
  title: 'When both sides meet',
  rule: (
    { weekday, weeks, at, minutes }: { weekday: number; weeks: readonly number[]; at: string; minutes: number },
    timeZone: string,
  ) => {
    const which = weeks.map((week) => ORDINALS[week - 1] ?? '').join(' and ');
    return `Every ${which} ${WEEKDAYS[weekday - 1] ?? ''} of a month at ${at} (${timeZone}), ${minutes} minutes.`;
  },
  ordinals: ORDINALS,
  weekdays: WEEKDAYS,
  which: 'Which of a month',
  weekday: 'Day of the week',
  day: 'Day',
  time: 'Time of day',
  minutes: 'Minutes',
  askBefore: 'Ask owners so many days before',
  changeRule: 'Change the rule',
  save: 'Save the rule',
  move: 'Move',
  moveTo: 'Move this meeting',
  leaveOut: 'Leave out',
  putBack: 'Put back',
  cancelled: (day: string) => `${day}: left out`,
  moved: (when: string, from: string) => `${when}, moved from ${from}`,
});

export const CALENDAR = catalogue('review calendar', {
  title: 'In your calendar',
  rule: 'Subscribe your calendar to the meetings: it follows when one is moved or left out. The address works without signing in, so keep it to yourself.',
  make: 'Make an address',
  once: 'The address of the calendar, shown this once:',
  read: (made: string, read: string) => `Made ${made}, last read ${read}`,
  neverRead: (made: string) => `Made ${made}, never read`,
  revoke: 'Take back',
});
