import type { DigestAlert, DigestGoal, DigestMetric, NoticeContent } from '@tandem/application/delivery-ports';
import type { MessagePart, NotificationMessage } from './notification-message.js';
import { oneLine } from './one-line.js';
import { momentText, windowText } from '@tandem/domain/metric/period-text';
import { changeText, quantityText } from '@tandem/domain/metric/quantity-text';

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
    case 'explanationAsked':
      return askMessage(content);
    case 'actionReminder':
      return plain(`${reminders[content.reminder]}: ${content.action}`, {
        sentence: reminderSentence(content),
        link: linkTo('Open the actions', content.url),
      });
    case 'budgetSpent':
      return plain(`Change budget spent: ${content.goal}`, {
        sentence: budgetSentence(content),
        link: linkTo('Open the goal', content.url),
      });
    case 'initiativeReturned':
      return plain(`Back to the gate: ${content.initiative}`, {
        sentence: returnedSentence(content),
        link: linkTo('Open the initiative', content.url),
      });
    case 'digest':
      return digestMessage(content);
  }
}

function plain(
  subject: string,
  { sentence, link }: Pick<MessagePart, 'link'> & { readonly sentence: string },
): Omit<NotificationMessage, 'notices'> {
  return { subject: oneLine(subject), parts: [{ heading: null, sentences: [oneLine(sentence)], facts: [], link }] };
}

function askMessage(
  content: Extract<NoticeContent, { kind: 'explanationAsked' }>,
): Omit<NotificationMessage, 'notices'> {
  const { review, meetingAt, metrics, timeZone, url } = content;
  const overview = `Review ${review} is on ${momentText(meetingAt, timeZone)} (${timeZone}). ${
    metrics.length === 1 ? 'A metric that you own has' : `${metrics.length} metrics that you own have`
  } moved beyond ordinary variation: say in a sentence why, so that the meeting can decide.`;
  return {
    subject: oneLine(`What moved? Your word before review ${review}`),
    parts: [
      { heading: null, sentences: [oneLine(overview)], facts: [], link: linkTo('Explain it', url) },
      ...metrics.map(({ title, text }) => ({
        heading: oneLine(title),
        sentences: [oneLine(text)],
        facts: [],
        link: null,
      })),
    ],
  };
}

function returnedSentence({ initiative, why }: Extract<NoticeContent, { kind: 'initiativeReturned' }>): string {
  const reason =
    why === 'benefits'
      ? 'its metric says that it will not pay back in time, not even at the upper end of what was measured'
      : 'the waiver by which it went ahead has ended';
  return `The gate does not let "${initiative}" through any more: ${reason}. Its owners of both sides decide what becomes of it.`;
}

const sourceEvents = { warned: 'Source fails', paused: 'Source paused', recovered: 'Source works again' } as const;

const reminders = { dueSoon: 'Due soon', due: 'Due today', overdue: 'Overdue' } as const;

function reminderSentence({
  reminder,
  action,
  due,
  owner,
}: Extract<NoticeContent, { kind: 'actionReminder' }>): string {
  const when = {
    dueSoon: `is due on ${due}`,
    due: `is due today, ${due}`,
    overdue: `was due on ${due} and is still open`,
  };
  return `"${action}" of ${owner} ${when[reminder]}. Close it with what came of it, or give it another day with the reason.`;
}

function budgetSentence(content: Extract<NoticeContent, { kind: 'budgetSpent' }>): string {
  const { goal, metric, objective, allowed, consumed, releases, campaigns, until } = content;
  return (
    `Of the goal "${goal}", ${consumed} events of ${metric} failed in this period; ${allowed} may, for ${objective} % are to be met. ` +
    `${releases} fell on days of failed releases, ${campaigns} on days of campaigns. Both sides are asked to hold releases and campaigns ` +
    `until ${until} is over, or until both have signed a decision that releases the budget.`
  );
}

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
  const { cadence, side, from, to, alerts, goals, followed = [], more, timeZone, url } = digest;
  const whose = side === null ? 'both sides' : side === 'it' ? 'IT' : 'marketing';
  const period = `${momentText(from, timeZone)} to ${momentText(to, timeZone)} (${timeZone})`;
  const counts = `${counted(alerts.length, 'alert')} of ${whose}, ${counted(goals.length, 'goal')} with another status`;
  const overview: MessagePart = {
    heading: null,
    sentences: [oneLine(`${period}: ${counts}.${more > 0 ? ` ${more} more are not listed here.` : ''}`)],
    facts: [],
    link: linkTo('Open Tandem', url),
  };
  return {
    subject: `${cadence === 'daily' ? 'Daily' : 'Weekly'} digest: ${counts}`,
    parts: [
      overview,
      ...alerts.map((alert) => alertPart(alert, timeZone)),
      ...goals.map(goalPart),
      ...followed.map((metric) => metricPart(metric, timeZone)),
    ],
  };
}

function alertPart({ title, severity, state, since, url }: DigestAlert, timeZone: string): MessagePart {
  const told = state === 'open' ? 'still open, since' : 'resolved; it began';
  return {
    heading: oneLine(title),
    sentences: [`${severity === 'critical' ? 'Critical' : 'Warning'}, ${told} ${momentText(since, timeZone)}.`],
    facts: [],
    link: linkTo('Open the alert', url),
  };
}

function goalPart({ title, from, to, url }: DigestGoal): MessagePart {
  const was = from === null ? 'had no status before' : `was ${statusText(from)}`;
  return {
    heading: oneLine(title),
    sentences: [oneLine(`This goal is ${statusText(to)}; it ${was}.`)],
    facts: [],
    link: linkTo('Open the goal', url),
  };
}

const verdictWords = {
  better: 'better',
  worse: 'worse',
  noise: 'noise',
  tooFewPoints: 'too few points to tell',
} as const;

function metricPart(metric: DigestMetric, timeZone: string): MessagePart {
  const { title, unit, value, start, end, change, stale, url } = metric;
  const window = windowText(start, end, timeZone) ?? 'present window';
  const moved =
    change === null
      ? ''
      : `, ${changeText(change.delta, unit)} in ${change.days} days: ${verdictWords[change.verdict]}`;
  const said =
    value === null
      ? `You follow it. There is no value for the ${window}.`
      : `You follow it. ${quantityText(value, unit)} in the ${window}${moved}.`;
  return {
    heading: oneLine(title),
    sentences: [oneLine(stale ? `${said} Its data are stale.` : said)],
    facts: [],
    link: linkTo('Open the metric', url),
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
