import type { Side } from '../metric/definition.js';
import { durationText, lastDayText } from '../metric/period-text.js';
import { listed, metricPage, sideNames, type HeadlineSentence, type NamedMetric, type Section } from './section.js';

/** What is known of how far a metric can be trusted. */
export interface TrustFacts {
  readonly metric: NamedMetric;
  readonly owners: Readonly<Record<Side, string | null>>;
  /** End of its complete data; null when nothing was collected. */
  readonly dataTo: string | null;
  readonly stale: boolean;
  readonly sources: readonly string[];
  /** The change of its definition that waits; null for none. */
  readonly proposal: { readonly proposedAt: string; readonly waitsFor: readonly Side[] } | null;
  /** Settled values of it that changed in the period, and the largest number of days that they lie back. */
  readonly restatedDays: number;
}

export type TrustReason =
  | { readonly code: 'noData' }
  | { readonly code: 'stale'; readonly dataTo: string }
  | { readonly code: 'ownerMissing'; readonly side: Side }
  | { readonly code: 'unsigned'; readonly side: Side; readonly since: string }
  /** It is told, and no reason to distrust: every value that changed is on record. */
  | { readonly code: 'restated'; readonly days: number };

export interface TrustItem {
  readonly metric: NamedMetric;
  readonly reasons: readonly TrustReason[];
  readonly text: string;
  readonly owners: Readonly<Record<Side, string | null>>;
  readonly evidence: string;
}

export interface TrustSection {
  readonly items: readonly TrustItem[];
  readonly more: number;
  readonly trusted: number;
  readonly metrics: number;
  readonly sentence: string;
}

const listedAtMost = 5;
const sides: readonly Side[] = ['marketing', 'it'];
const gravity = ['noData', 'stale', 'ownerMissing', 'unsigned', 'restated'] as const;

/**
 * Whether both sides can rely on the numbers: of each metric what speaks against it — no data, stale data, a side that nobody answers for, a
 * definition that waits for a signature — and, told beside it, settled values that changed since the last review.
 */
export function trust(
  facts: readonly TrustFacts[],
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Section<TrustSection> {
  const items = facts
    .map((known) => itemOf(known, { now, timeZone }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort((a, b) => rank(a) - rank(b) || (a.metric.key < b.metric.key ? -1 : 1));
  const doubtful = items.filter(({ reasons }) => reasons.some(({ code }) => code !== 'restated'));
  const trusted = facts.length - doubtful.length;
  return {
    content: {
      items: items.slice(0, listedAtMost),
      more: Math.max(0, items.length - listedAtMost),
      trusted,
      metrics: facts.length,
      sentence: `${trusted} of ${facts.length} ${facts.length === 1 ? 'metric' : 'metrics'} fresh, owned by both sides and signed.`,
    },
    sentences: headlineOf(doubtful),
    counts: [
      {
        code: 'metricsTrusted',
        label: 'Metrics both can trust',
        value: trusted,
        of: facts.length,
        evidence: '#trust',
      },
    ],
  };
}

function itemOf(facts: TrustFacts, context: { readonly now: Date; readonly timeZone: string }): TrustItem {
  const { metric, owners, dataTo, stale, proposal, restatedDays } = facts;
  const reasons: TrustReason[] = [
    ...(dataTo === null ? [{ code: 'noData' as const }] : stale ? [{ code: 'stale' as const, dataTo }] : []),
    ...sides.filter((side) => owners[side] === null).map((side) => ({ code: 'ownerMissing' as const, side })),
    ...(proposal?.waitsFor ?? []).map((side) => ({
      code: 'unsigned' as const,
      side,
      since: proposal?.proposedAt ?? '',
    })),
    ...(restatedDays > 0 ? [{ code: 'restated' as const, days: restatedDays }] : []),
  ];
  const text = reasons.map((reason) => reasonText(reason, facts, context)).join(' ');
  return { metric, reasons, text, owners, evidence: metricPage(metric.key) };
}

function reasonText(
  reason: TrustReason,
  { sources }: TrustFacts,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): string {
  switch (reason.code) {
    case 'noData':
      return 'No data was collected.';
    case 'stale':
      return `${sources.length === 1 ? `${sources[0] ?? ''} ends` : 'Its data end'} with ${lastDayText(reason.dataTo, timeZone)}. Forecast and verdicts are withheld.`;
    case 'ownerMissing':
      return `No owner on the side of ${sideNames[reason.side]}.`;
    case 'unsigned':
      return `A change of its definition has waited for ${sideNames[reason.side]} for ${durationText(now.getTime() - Date.parse(reason.since))}.`;
    case 'restated':
      return `${reason.days === 1 ? 'One settled day' : `${reason.days} settled days`} changed since.`;
  }
}

function headlineOf(doubtful: readonly TrustItem[]): readonly HeadlineSentence[] {
  const silent = doubtful.filter(({ reasons }) => reasons.some(({ code }) => code === 'stale' || code === 'noData'));
  if (silent.length === 0) return [];
  const names = silent.slice(0, 2).map(({ metric }) => metric.title);
  const text = `${listed(silent.length > 2 ? [...names, `${silent.length - 2} more`] : names)} ${silent.length === 1 ? 'has' : 'have'} no fresh data.`;
  const [first] = silent;
  return [{ code: 'dataSilent', weight: 45, text, evidence: silent.length === 1 && first ? first.evidence : '#trust' }];
}

function rank({ reasons }: TrustItem): number {
  return Math.min(...reasons.map(({ code }) => gravity.indexOf(code)));
}
