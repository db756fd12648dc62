import type { DriverLink, Goal } from './goal.js';

/** A metric of the tree with what drives it. */
export interface DriverNode {
  readonly metric: string;
  /** Left out where the metric stands further up already: it is shown with its drivers once. */
  readonly drivers: readonly DriverNode[];
  readonly shownAbove: boolean;
}

/**
 * What drives a goal, from the metrics of its key results down to the metrics that move them. Each metric is opened once, where it comes
 * first; so the tree never has more nodes than key results and links.
 */
export function driverTree({ keyResults, drivers = [] }: Pick<Goal, 'keyResults' | 'drivers'>): readonly DriverNode[] {
  const opened = new Set<string>();
  const open = (metric: string): DriverNode => {
    if (opened.has(metric)) return { metric, drivers: [], shownAbove: true };
    opened.add(metric);
    const own = drivers.filter(({ drives }) => drives === metric);
    return { metric, drivers: own.map((link) => open(link.metric)), shownAbove: false };
  };
  return [...new Set(keyResults.map(({ metric }) => metric))].map(open);
}

export type DriverReason =
  | { readonly code: 'driverTwice'; readonly metric: string; readonly drives: string }
  /** What the link leads to is neither the metric of a key result nor driven on. */
  | { readonly code: 'driverLeadsNowhere'; readonly drives: string; readonly known: readonly string[] }
  /** The metrics of the circle, the first one again at its end. */
  | { readonly code: 'driverCycle'; readonly metrics: readonly string[] };

export interface DriverIssue {
  readonly path: readonly (string | number)[];
  readonly reason: DriverReason;
}

/** Every link once, no circle, and each way ends in a key result. */
export function checkDrivers({ keyResults, drivers = [] }: Pick<Goal, 'keyResults' | 'drivers'>): DriverIssue[] {
  const aims = new Set(keyResults.map(({ metric }) => metric));
  const driving = new Set(drivers.map(({ metric }) => metric));
  return drivers.flatMap((link, index): DriverIssue[] => {
    const { metric, drives } = link;
    const path = ['drivers', index];
    const isRepeated = drivers.findIndex((one) => one.metric === metric && one.drives === drives) < index;
    if (isRepeated) return [{ path, reason: { code: 'driverTwice', metric, drives } }];
    const circle = circleThrough(link, drivers);
    // Each circle is told once, at its first link.
    if (circle !== null) {
      const first = drivers.findIndex((one) => circle.includes(one.metric) && circle.includes(one.drives));
      return first === index ? [{ path, reason: { code: 'driverCycle', metrics: circle } }] : [];
    }
    if (aims.has(drives) || driving.has(drives)) return [];
    const known = [...new Set([...aims, ...driving])];
    return [{ path: [...path, 'drives'], reason: { code: 'driverLeadsNowhere', drives, known } }];
  });
}

/** The way from what a link leads to back to where it comes from, closed; null when there is none. */
function circleThrough(link: DriverLink, links: readonly DriverLink[]): string[] | null {
  const cameFrom = new Map<string, string>([[link.drives, link.metric]]);
  const waiting = [link.drives];
  for (let metric = waiting.shift(); metric !== undefined; metric = waiting.shift()) {
    if (metric === link.metric) return wayTo(link, cameFrom);
    for (const next of links) {
      if (next.metric !== metric || cameFrom.has(next.drives)) continue;
      cameFrom.set(next.drives, metric);
      waiting.push(next.drives);
    }
  }
  return null;
}

function wayTo({ metric }: DriverLink, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [metric];
  for (let at = cameFrom.get(metric); at !== undefined && at !== metric; at = cameFrom.get(at)) way.unshift(at);
  return [metric, ...way];
}
