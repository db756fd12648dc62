import type { MetricEvents } from '@tandem/contracts/metrics';
import type { Note } from '@tandem/contracts/notes';
import { dayText } from '../../text/time-text.js';
import { noteText, numbered, type ChartNote } from './chart-notes.js';
import { EVENT_WORDS } from './trend-words.js';

/** A time in a lane. */
export interface ChartSpan {
  readonly title: string;
  readonly detail: string | null;
  readonly fromMs: number;
  /** Infinite while no end is known. */
  readonly toMs: number;
}

export interface ChartDeployment {
  readonly atMs: number;
  readonly name: string;
  readonly outcome: string;
}

/** What stands below and above a chart: what each department did, and what people wrote. */
export interface ChartEvents {
  readonly deployments: readonly ChartDeployment[];
  readonly deploymentsCut: boolean;
  readonly freezes: readonly ChartSpan[];
  readonly campaigns: readonly ChartSpan[];
  /** Whether any source tells of what the lane of a department holds. */
  readonly told: { readonly it: boolean; readonly marketing: boolean };
  readonly notes: readonly ChartNote[];
}

export const NO_EVENTS: ChartEvents = {
  deployments: [],
  deploymentsCut: false,
  freezes: [],
  campaigns: [],
  told: { it: true, marketing: true },
  notes: [],
};

function spanOf(span: { title: string; start: string; end: string | null }, detail: string | null): ChartSpan {
  const toMs = span.end === null ? Infinity : Date.parse(span.end);
  return { title: span.title, detail, fromMs: Date.parse(span.start), toMs };
}

/** The lanes as they are drawn, and the notes in the time shown, numbered in order of their days. */
export function chartEvents(
  events: MetricEvents | undefined,
  notes: readonly Note[],
  shown: { readonly fromMs: number; readonly toMs: number },
): ChartEvents {
  return {
    ...(events === undefined
      ? NO_EVENTS
      : {
          deployments: events.deployments.map(({ at, service, ref, outcome }) => {
            return { atMs: Date.parse(at), name: `${service} ${ref}`.trim(), outcome };
          }),
          deploymentsCut: events.deploymentsCut,
          freezes: events.freezes.map((freeze) => spanOf(freeze, freeze.service)),
          campaigns: events.campaigns.map((campaign) => spanOf(campaign, campaign.channel)),
          told: { it: events.told.deployments || events.told.freezes, marketing: events.told.campaigns },
        }),
    notes: numbered(notes, shown),
  };
}

const NAMED = 3;

/** "3 deployments, shop v1.2, shop v1.3 (failed)": long days name the first few only. */
function deploymentsText(deployments: readonly ChartDeployment[]): string[] {
  if (deployments.length === 0) return [];
  const named = deployments.slice(0, NAMED).map(({ name, outcome }) => {
    return `${name}${outcome === 'succeeded' ? '' : ` (${outcome})`}`;
  });
  return [EVENT_WORDS.deployments(deployments.length, named, deployments.length - named.length)];
}

function spanText({ title, detail }: ChartSpan): string {
  return detail === null ? title : `${title} (${detail})`;
}

/** What happened in a time, a sentence each: what IT did, what marketing did, what people wrote. */
export function eventsBetween(events: ChartEvents, fromMs: number, toMs: number): readonly string[] {
  const touches = (span: ChartSpan): boolean => span.fromMs < toMs && span.toMs > fromMs;
  const within = ({ atMs }: { readonly atMs: number }): boolean => atMs >= fromMs && atMs < toMs;
  return [
    ...deploymentsText(events.deployments.filter(within)),
    ...events.freezes.filter(touches).map((freeze) => EVENT_WORDS.freeze(spanText(freeze))),
    ...events.campaigns.filter(touches).map((campaign) => EVENT_WORDS.campaign(spanText(campaign))),
    ...events.notes.filter(within).map(noteText),
  ];
}

/** What is planned for later than a time, with the day on which it begins. */
export function eventsAhead(events: ChartEvents, fromMs: number): readonly string[] {
  const ahead = ({ fromMs: begins }: ChartSpan): boolean => begins >= fromMs;
  const on = (event: string, { fromMs: begins }: ChartSpan): string => EVENT_WORDS.from(event, dayText(begins, 'UTC'));
  return [
    ...events.freezes.filter(ahead).map((freeze) => on(EVENT_WORDS.freeze(spanText(freeze)), freeze)),
    ...events.campaigns.filter(ahead).map((campaign) => on(EVENT_WORDS.campaign(spanText(campaign)), campaign)),
  ];
}
