import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

interface Silenced {
  readonly of: string | null;
  readonly slice: string | null;
  readonly until: string;
  readonly reason: string;
  readonly madeBy: string;
}

const quiet = (what: string, { slice, until, reason, madeBy }: Silenced): string =>
  `Nobody is told of ${what}${slice === null ? '' : ` (${slice} only)`} until ${until}: ${reason} (${madeBy}). What goes on then is told.`;

/** One alert: what broke, who is on it, what happened. */
export const ALERT = catalogue('alert', {
  onIt: 'Who is on it',
  acknowledged: 'Acknowledged',
  byNobody: 'by nobody',
  by: (person: string, moment: string) => `by ${person}, until ${moment}`,
  assignedTo: 'Assigned to',
  nobody: 'nobody',
  cause: 'Cause',
  noCause: 'not given: it is over, and nobody has said why it was',
  closed: 'Closed',
  stillOn: 'no: the breach goes on',
  silencedGuardrail: (told: Silenced) => quiet('this guardrail', told),
  silencedMetric: (told: Silenced) => quiet(`every guardrail of ${told.of ?? 'this metric'}`, told),
  inhibited:
    'Nobody was told yet: a graver alert fires, and this one waits behind it. If it goes on when that is over, it is told.',
  acts: {
    acknowledged: (moment: string) => `acknowledged it until ${moment}`,
    unassigned: 'took the assignment away',
    assigned: (person: string) => `assigned it to ${person}`,
    cause: (cause: string, note: string | null) => `gave the cause: ${cause}${note === null ? '' : `: ${note}`}`,
    deployment: (service: string, ref: string | null) =>
      `linked the deployment of ${service}${ref === null ? '' : ` (${ref})`}`,
    campaign: (campaign: string) => `linked the campaign ${campaign}`,
    title: 'What people did',
  },
  metric: 'Metric',
  about: 'About',
  limit: 'Limit',
  value: 'Value',
  judgedTime: 'Judged time',
  judged: (from: string, to: string, events: number, standing: readonly string[]) =>
    `${from} to ${to}, ${[counted(events, 'event'), ...standing].join(', ')}`,
  inState: 'In this state',
  since: (moment: string, duration: string) => `since ${moment}, ${duration}`,
  fired: 'Fired',
  resolved: 'Resolved',
  severity: 'Severity',
  now: 'What it says now',
  records: 'The records behind this verdict',
  whoseMove: 'Whose move it is',
  ownerMissing: 'One side has no owner: the alert reaches one department only. Name the owner in the configuration.',
  when: 'When',
  from: 'From',
  to: 'To',
  why: 'Why',
  route: 'Route',
  message: 'Message',
  state: 'State',
  tries: 'Tries',
  written: 'Written',
  delivered: 'Delivered',
  happened: 'What happened',
  noChange: 'No change of state is recorded.',
  changes: 'Changes of state',
  told: 'Who was told',
  noMessage:
    'No message was written: firing, recovery and, where it is asked for, missing data are told, over the routes of the guardrail.',
  notifications: 'Notifications',
  alerts: 'Alerts',
  title: 'Alert',
});
