import { catalogue } from '../../text/catalogue.js';
import type { ConfigurationKind } from '@tandem/contracts/settings';

/** The words of the settings pages. */
export const SETTINGS = catalogue('settings', {
  toHistory: 'Open the history',
  nav: 'Settings',
  parts: {
    organisation: 'Organisation',
    calendars: 'Calendars',
    teams: 'Teams and owners',
    people: 'People',
    channels: 'Channels',
    policies: 'Alert policies',
    tokens: 'Tokens',
    initiatives: 'Initiatives',
    history: 'History',
  },
  ask: 'Ask an administrator',
  askText: 'Administrators change the settings. What holds now is on every page that it concerns.',
  save: 'Save',
  saving: 'Saving …',
  undo: 'Undo',
  saved: 'Saved.',
  undone: 'Put back as it was.',
  remove: (title: string) => `Remove ${title}`,
  removed: (title: string) => `${title} was removed.`,
  usedBy: 'Used by',
  notUsed: 'Nothing uses it yet.',
  changedBy: 'Last changed',
  history: 'History',
  restore: 'Restore this version',
  restored: 'Restored.',
  done: {
    create: (by: string) => `made by ${by}`,
    change: (by: string) => `changed by ${by}`,
    remove: (by: string) => `removed by ${by}`,
  },
  notChanged: 'Nothing has been changed here yet. Every change stands here from the first one on: who, when, and what.',
  noFields: 'No field says anything else than before.',
  noHistory: 'No change yet',
  noHistoryText: 'Every change of the configuration stands here from the first one on: who, when, and what.',
  older: 'Show older ones',
  moreFields: (count: number) => `and ${count} more fields`,
  whatChanges: 'What this changes',
  nothingChanges: 'Nothing yet: change a field, and what follows from it stands here.',
  looking: 'Looking what it would change …',
  faulty: 'Something is to be put right first: it stands beside the fields.',
  recounts: (titles: readonly string[]) =>
    `Counted anew, over all of their history: ${titles.join(', ')}. Until that is done they answer with their present values.`,
  recountsAll: (count: number) =>
    `All ${count} metrics are counted anew, because their days and weeks move. Goals and guardrails are judged by the new values.`,
  proposes: (title: string, sides: readonly string[]) =>
    `${title} is owned by both sides: the change is proposed, and holds when ${sides.join(' and ')} have signed.`,
  noNumbers: 'No number changes.',
  conflictTitle: 'Somebody else has changed this meanwhile',
  conflictWho: (by: string, at: string) => `${by} saved another version at ${at}. Nothing of yours was saved yet.`,
  conflictGone: 'It was removed meanwhile.',
  yours: 'Yours',
  theirs: 'Theirs',
  field: 'Field',
  keepMine: 'Save mine over it',
  takeTheirs: 'Take theirs',
  same: 'Both say the same now.',
  both: 'Yours and Theirs',
  historyTitle: 'History of the configuration',
  historyIntro:
    'Every change, whoever made it and whether in the browser or by a file. Restoring a version is a change like any other: it stands here too, and what both sides own waits for both signatures.',
  kind: 'Kind',
  everything: 'Everything',
  notThere: (what: string) => `There is no “${what}”`,
  maybeRemoved: 'It may have been removed: the history of the settings says when, and brings it back.',
  cannotRemove: 'It cannot be removed while it is used by',
  historyKeeps: 'The history keeps it.',
  keepIt: 'Keep it',
  removeIt: 'Remove …',
  faultsOf: (form: string) => `Faults of ${form}`,
  restoreOf: (title: string, moment: string) => `of ${title}, ${moment}`,
});

export const KIND_WORDS: Readonly<Record<ConfigurationKind, string>> = catalogue('configurationKinds', {
  organisation: 'Organisation',
  team: 'Team',
  person: 'Person',
  connection: 'Source',
  calendar: 'Calendar',
  metric: 'Metric',
  goal: 'Goal',
  guardrail: 'Guardrail',
  route: 'Route',
  alertPolicy: 'Alert policy',
  initiative: 'Initiative',
});

const FIELD_WORDS: Readonly<Record<string, string>> = catalogue('configurationFields', {
  name: 'name',
  title: 'title',
  timeZone: 'time zone',
  weekStartsOn: 'week starts on',
  fiscalYearStartsIn: 'fiscal year starts in',
  linkWithinHours: 'incidents look back, hours',
  holidays: 'holidays',
  side: 'department',
  team: 'team',
  email: 'e-mail',
  to: 'sent to',
  url: 'address',
  secret: 'secret',
  channel: 'channel',
  groupBy: 'told together by',
  groupWait: 'waits for others',
  repeatEvery: 'repeated every',
  place: 'asked as number',
  owners: 'owners',
  precision: 'decimals',
  windowDays: 'window, days',
  settlingDays: 'settles after, days',
});

/** A field of a configuration file in words: `hours[0].from` is "hours 1, from". */
export function fieldText(field: string): string {
  const known = FIELD_WORDS[field];
  if (known !== undefined) return known;
  return field
    .replace(/\[(\d+)\]/g, (_, index: string) => ` ${Number(index) + 1}`)
    .replace(/\[([^\]]+)\]/g, ' $1')
    .split('.')
    .map(
      (part) =>
        FIELD_WORDS[part] ?? part.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`),
    )
    .join(', ');
}
