import { plural, catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

interface Firings {
  readonly times: number;
  readonly duration: string;
  readonly flaps: number;
  readonly lapsed: number;
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** When a guardrail would have fired. */
export const REHEARSAL = catalogue('rehearsal', {
  title: 'Rehearsal',
  playing: 'Playing it over history …',
  begin: 'Give it a title and a limit: here stands when it would have fired.',
  nothing: 'Nothing could be judged in this time.',
  label: (metric: string, count: number) => `${metric} over time, ${counted(count, 'firing')} marked`,
  notStated: 'not stated',
  fired: (told: Firings) =>
    [
      `It would have fired ${times(told.times)}`,
      told.times > 0 ? `, for ${told.duration} in all` : '',
      told.flaps > 0 ? `, ${times(told.flaps)} again within 7 days` : '',
      told.lapsed > 0 ? `; ${counted(told.lapsed, 'breach', 'breaches')} ended before it fired` : '',
      '.',
    ].join(''),
  legend: ({ least, most, limit }: { readonly least: string; readonly most: string; readonly limit: string }) =>
    `line: what is judged, from ${least} to ${most}; red: ${limit}; band: it would have fired`,
  when: 'When, and what it would have said',
  episode: (from: string, to: string | null, isFlap: boolean) =>
    `${from} to ${to ?? 'now'}${isFlap ? ', again within 7 days' : ''}`,
  notListed: (count: number) => `${counted(count, 'earlier one')} not listed.`,
  noSlice: 'No value of the dimension has events in its window.',
  left: (count: number, dimension: string) =>
    `${counted(count, 'more value')} of ${dimension} ${plural(count, { one: 'was', other: 'were' })} left out: they have fewer events.`,
  judgedAt:
    'Judged at the end of each day on the values as they stand now; what came late is counted as if it had come in time.',
});
