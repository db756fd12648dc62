import type { DigestAlert, DigestGoal, NoticeContent } from '@tandem/application/delivery-ports';
import type { MessagePart, NotificationMessage } from './notification-message.js';
import { oneLine } from './one-line.js';
import { momentText } from '@tandem/domain/metric/period-text';

type Digest = Extract<NoticeContent, { kind: 'digest' }>;

/** What people read of a message that tells of no transition. */
export function noticeMessage(content: NoticeContent): Omit<NotificationMessage, 'notices'> {
  switch (content.kind) {
    case 'test':
      return plain('Test message of Tandem', {
        sentence: `${content.by} has sent this to see that the route "${content.route}" arrives. Nothing is wrong.`,
        link: linkTo('Open Tandem', content.url),
      });
    case 'undelivered':
      return plain(`Not delivered: ${content.alert}`, {
        sentence: `A message about "${content.alert}" could not be delivered over the route "${content.route}" and was given up: ${content.error}`,
        link: linkTo('Open the alert', content.url),
      });
    case 'standstill':
      return plain(`Tandem stands still: ${content.what}`, {
        sentence: standstillSentence(content),
        link: linkTo('Open Tandem', content.url),
      });
    case 'sourceFailing':
      return plain(`${sourceEvents[content.event]}: ${content.source}`, {
        sentence: sourceSentence(content),
        link: linkTo('Open the source', content.url),
      });
    case 'digest':
      return digestMessage(content);
  }
}

function plain(
  subject: string,
  { sentence, link }: Pick<MessagePart, 'sentence' | 'link'>,
): Omit<NotificationMessage, 'notices'> {
  return { subject: oneLine(subject), parts: [{ heading: null, sentence: oneLine(sentence), facts: [], link }] };
}

const sourceEvents = { warned: 'Source fails', paused: 'Source paused', recovered: 'Source works again' } as const;

type SourceFailing = Extract<NoticeContent, { kind: 'sourceFailing' }>;

function sourceSentence(content: SourceFailing): string {
  const { event, source, failedRuns, since, error, hint, owners, metrics, timeZone } = content;
  if (event === 'recovered')
    return `The source "${source}" was read again. It had been failing, and its owners were told on ${momentText(since, timeZone)}.`;
  const runs = `${failedRuns} ${failedRuns === 1 ? 'run of it has' : 'runs of it have'} failed in a row since ${momentText(since, timeZone)}`;
  const next = event === 'paused' ? ' It is paused now: mend it and resume it.' : '';
  const feeds = metrics === 0 ? '' : ` It feeds ${counted(metrics, 'metric')}, which may turn stale.`;
  const told = [...owners.marketing, ...owners.it].join(', ');
  return `The source "${source}" fails: ${runs}. ${error} ${hint}${next}${feeds}${told === '' ? '' : ` Told: ${told}.`}`;
}

function standstillSentence({ what, since, timeZone }: Extract<NoticeContent, { kind: 'standstill' }>): string {
  const last =
    since === null ? 'It has never been seen to work' : `Its last sign of life was ${momentText(since, timeZone)}`;
  return what === 'evaluation'
    ? `Guardrails are not evaluated any more: a breach would not be noticed. ${last}. The log of the worker says why.`
    : `Notifications are not delivered any more: a breach would not be heard of in time. ${last}. The log of the worker says why.`;
}

const statusWords: Readonly<Record<string, string>> = {
  onTrack: 'on track',
  atRisk: 'at risk',
  offTrack: 'off track',
  achieved: 'achieved',
  missed: 'missed',
  noData: 'without data',
  draft: 'a draft',
};

function digestMessage(digest: Digest): Omit<NotificationMessage, 'notices'> {
  const { cadence, side, from, to, alerts, goals, more, timeZone, url } = digest;
  const whose = side === null ? 'both sides' : side === 'it' ? 'IT' : 'marketing';
  const period = `${momentText(from, timeZone)} to ${momentText(to, timeZone)} (${timeZone})`;
  const counts = `${counted(alerts.length, 'alert')} of ${whose}, ${counted(goals.length, 'goal')} with another status`;
  const overview: MessagePart = {
    heading: null,
    sentence: oneLine(`${period}: ${counts}.${more > 0 ? ` ${more} more are not listed here.` : ''}`),
    facts: [],
    link: linkTo('Open Tandem', url),
  };
  return {
    subject: `${cadence === 'daily' ? 'Daily' : 'Weekly'} digest: ${counts}`,
    parts: [overview, ...alerts.map((alert) => alertPart(alert, timeZone)), ...goals.map(goalPart)],
  };
}

function alertPart({ title, severity, state, since, url }: DigestAlert, timeZone: string): MessagePart {
  const told = state === 'open' ? 'still open, since' : 'resolved; it began';
  return {
    heading: oneLine(title),
    sentence: `${severity === 'critical' ? 'Critical' : 'Warning'}, ${told} ${momentText(since, timeZone)}.`,
    facts: [],
    link: linkTo('Open the alert', url),
  };
}

function goalPart({ title, from, to, url }: DigestGoal): MessagePart {
  const was = from === null ? 'had no status before' : `was ${statusText(from)}`;
  return {
    heading: oneLine(title),
    sentence: oneLine(`This goal is ${statusText(to)}; it ${was}.`),
    facts: [],
    link: linkTo('Open the goal', url),
  };
}

/** A status of a newer server is shown in plain letters instead of being hidden. */
function statusText(code: string): string {
  return statusWords[code] ?? code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

function counted(count: number, thing: string): string {
  return `${count === 0 ? 'no' : count} ${thing}${count === 1 ? '' : 's'}`;
}

function linkTo(label: string, url: string | null): MessagePart['link'] {
  return url === null ? null : { label, url };
}
