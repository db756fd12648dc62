import {
  isNotice,
  type ClaimedNotification,
  type NotificationContent,
  type ToldBecause,
} from '@tandem/application/delivery-ports';
import type { NotificationKind } from '@tandem/domain/alert/alert';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import { limitWords } from '@tandem/domain/guardrail/guardrail-rule';
import type { Side } from '@tandem/domain/metric/definition';
import { durationText, momentText } from '@tandem/domain/metric/period-text';
import { quantityText } from '@tandem/domain/metric/quantity-text';
import { alertSentences } from './alert-sentence.js';
import { noticeMessage } from './notice-message.js';
import { oneLine } from './one-line.js';

/** One thing that a message tells, in plain text without line breaks. */
export interface MessagePart {
  /** Left out where the subject says it. */
  readonly heading: string | null;
  /** Each is a paragraph. */
  readonly sentences: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly link: { readonly label: string; readonly url: string } | null;
}

/** What people read, whatever the channel; each channel marks it up in its own way. Names of people are in it: nothing of it is markup. */
export interface NotificationMessage {
  readonly subject: string;
  /** What to know before reading. */
  readonly notices: readonly string[];
  readonly parts: readonly MessagePart[];
}

const stateWords: Readonly<Record<NotificationKind, string>> = {
  fired: 'Firing',
  resolved: 'Resolved',
  noData: 'No data',
  error: 'Cannot be judged',
  acknowledged: 'Acknowledged',
  dataReturned: 'Data is back',
  detectedLate: 'Detected late',
};
const repeatNotice =
  'Possible repeat: an earlier attempt to send this message ended without an answer, so you may have it already.';

/** What a message is written from; of the route only whose words it speaks. */
export type MessageOf = Pick<ClaimedNotification, 'content' | 'grouped' | 'possibleRepeat'> & {
  readonly route: Pick<ClaimedNotification['route'], 'side'>;
};

/** The message of one notification, or of a group of them. */
export function notificationMessage({ content, grouped = [], possibleRepeat, route }: MessageOf): NotificationMessage {
  const notices = possibleRepeat ? [repeatNotice] : [];
  if (isNotice(content)) return { ...noticeMessage(content), notices };
  const all = [content, ...grouped];
  return {
    subject: grouped.length === 0 ? subjectOf(content) : groupSubject(all),
    notices,
    parts: all.map((one) => partOf(one, route.side ?? null, grouped.length > 0)),
  };
}

function partOf(content: NotificationContent, side: Side | null, isOfGroup: boolean): MessagePart {
  const because = content.because && becauseText(content.because, content.timeZone);
  return {
    heading: isOfGroup ? subjectOf(content) : null,
    sentences: [...(because ? [because] : []), ...alertSentences(content, side)].map(oneLine),
    facts: factsOf(content),
    link: content.url === null ? null : { label: 'Open the alert', url: content.url },
  };
}

function subjectOf(content: NotificationContent): string {
  const { kind, severity, metric, verdict, because } = content;
  const state = kind === 'fired' && severity === 'critical' ? `${stateWords.fired}, critical` : stateWords[kind];
  const told = kind === 'fired' || kind === 'resolved' || kind === 'detectedLate' ? verdict : null;
  const value = valueText(told, metric.unit);
  const again = kind === 'fired' && because ? 'Still firing' : null;
  const lead = again && severity === 'critical' ? `${again}, critical` : (again ?? state);
  return oneLine([`${lead}:`, metric.title, ...(value === null ? [] : [value])].join(' '));
}

function groupSubject(all: readonly NotificationContent[]): string {
  const count = (kind: NotificationKind) => all.filter((content) => content.kind === kind).length;
  const counts = (['fired', 'resolved', 'noData', 'error', 'acknowledged', 'dataReturned', 'detectedLate'] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${stateWords[kind].toLowerCase()}`);
  return oneLine(`${all.length} alerts: ${counts.join(', ')}`);
}

/** Why people are told once more, or of something that is no change of the value. */
export function becauseText(because: ToldBecause, timeZone: string): string {
  switch (because.code) {
    case 'repeat':
      return 'This goes on.';
    case 'escalation': {
      const side = because.side === null ? 'Nobody' : because.side === 'it' ? 'Nobody of IT' : 'Nobody of marketing';
      return `${side} has acknowledged this for ${durationText(because.afterMs)}.`;
    }
    case 'silenceEnded':
      return 'The silence over this alert has ended, and it goes on.';
    case 'inhibitionEnded':
      return 'The alert that this one waited behind is over, and this one goes on.';
    case 'acknowledgementEnded':
      return 'Its acknowledgement has ended, and it goes on.';
    case 'acknowledged':
      return `${because.by} has acknowledged this until ${momentText(because.until, timeZone)} (${timeZone}).`;
  }
}

function valueText(verdict: Verdict | null, unit: string): string | null {
  return verdict === null || verdict.value === null ? null : quantityText(verdict.value, unit);
}

/** When a breach that was detected late was over, and when it was learnt. */
function lateFacts({ verdict, because, until, at, timeZone }: NotificationContent): [string, string][] {
  if (verdict?.late !== true || because !== undefined) return [];
  const ended: [string, string][] =
    until === undefined ? [] : [['Until', `${momentText(until, timeZone)} (${timeZone})`]];
  return [...ended, ['Learnt', `${momentText(at, timeZone)} (${timeZone})`]];
}

function factsOf(content: NotificationContent): readonly (readonly [string, string])[] {
  const { metric, guardrail, verdict, owners, timeZone } = content;
  const owner = (side: string, name: string | null) => `${side}: ${name ?? 'nobody yet'}`;
  const provisional = verdict?.state === 'provisional' ? ', provisional: late data may still change it' : '';
  const limit = limitWords(guardrail, metric.unit);
  const facts: [string, string][] = [
    ['Guardrail', guardrail.title],
    ['Value', `${valueText(verdict, metric.unit) ?? 'not known'}${provisional}`],
    ...(limit === null ? [] : [[limit.name, limit.text] as [string, string]]),
    ['Severity', content.severity],
    ['Since', `${momentText(content.since, timeZone)} (${timeZone})`],
    ...lateFacts(content),
    ['Owners', `${owner('marketing', owners.marketing)}, ${owner('IT', owners.it)}`],
  ];
  if (verdict?.version !== undefined) facts.splice(2, 0, ['Definition', `version ${verdict.version}`]);
  return facts.map(([name, value]) => [name, oneLine(value)]);
}
