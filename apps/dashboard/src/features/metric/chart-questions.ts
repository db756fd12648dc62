import type { Grain } from '@tandem/contracts/common';
import type { MetricPage } from '@tandem/contracts/metrics';
import { apiPath } from '../../navigation/address.js';
import { DAY_MS, localDateOf, plusDays } from '../../text/time-text.js';

export type ChartEntry = MetricPage['keyResults'][number];

export const GRAINS = ['day', 'week', 'month'] as const;
const LONGEST_PARTIAL_DAYS = 8;

export function grainOf(text: string | null): Grain {
  return GRAINS.find((grain) => grain === text) ?? 'day';
}

/** The key result that the address asks for, else the first one. */
export function chosenEntry(page: MetricPage | undefined, id: string | null): ChartEntry | null {
  const entries = page?.keyResults ?? [];
  return entries.find(({ keyResult }) => keyResult.id === id) ?? entries[0] ?? null;
}

/** The equal period before, moved by whole weeks so that weekdays stay comparable. */
export function previousRange(from: string, to: string): { from: string; to: string; shiftDays: number } {
  const days = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
  const shiftDays = Math.ceil(days / 7) * 7;
  return { from: plusDays(from, -shiftDays), to: plusDays(to, -shiftDays), shiftDays };
}

/** The questions behind the chart: the line, the single days up to today, the equal period before, and what happened meanwhile. */
export function chartQuestions(page: MetricPage, params: URLSearchParams, nowMs: number) {
  const { key, windowDays } = page.metric;
  const metric = `/metrics/${encodeURIComponent(key)}`;
  const path = `${metric}/observations`;
  const grain = grainOf(params.get('grain'));
  const daily = grain === 'day';
  const dataTo = localDateOf(page.freshness.dataTo ?? page.current.end, page.timeZone);
  const to = params.get('to') ?? dataTo;
  const from = params.get('from') ?? plusDays(to, -91);
  const asKnownAt = params.get('asOf');
  const question = { grain, slice: params.get('slice'), asKnownAt };
  const window = daily ? windowDays : null;
  const tomorrow = plusDays(localDateOf(nowMs, page.timeZone), 1);
  const isToNow = to === dataTo && tomorrow > to && tomorrow <= plusDays(to, LONGEST_PARTIAL_DAYS);
  const before = previousRange(from, to);
  const compared = params.get('cmp') !== 'none' && daily;
  // What is planned until the due date stands in the lanes as well.
  const entry = chosenEntry(page, params.get('kr'));
  const due = entry && to === dataTo && entry.goal.due >= to ? plusDays(entry.goal.due, 1) : to;
  return {
    line: apiPath(path, { from, to, window, ...question }),
    singles: daily && windowDays > 1 ? apiPath(path, { from, to: isToNow ? tomorrow : to, ...question }) : null,
    previous: compared ? apiPath(path, { from: before.from, to: before.to, window, ...question }) : null,
    events: apiPath(`${metric}/events`, { from, to: due, asKnownAt }),
    shiftDays: before.shiftDays,
    from,
    to,
  };
}

/** What the page of a metric asks next, known as soon as its first answer is there: the chart need not wait until the page around it stands. */
export function nextQuestions(page: MetricPage, params: URLSearchParams): readonly string[] {
  const nowMs = page.asKnownAt === null ? Date.now() : Date.parse(page.asKnownAt);
  const { line, singles, previous, events } = chartQuestions(page, params, nowMs);
  return [line, singles, previous, events].filter((path) => path !== null);
}
