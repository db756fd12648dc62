import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DemoDocument } from '@tandem/api/dependencies';
import { parse, stringify } from 'yaml';
import { shiftWeeks } from './shift-weeks.js';

interface DemoConnection {
  readonly id: string;
  readonly settings: {
    location: { path: string };
    shiftWeeks?: number;
    readonly coverage: { readonly to: string };
  };
}

interface Workspace {
  readonly metrics: readonly { readonly formula: { readonly connections: readonly string[] } }[];
}

const dayMs = 86_400_000;
const goalBegunWeeks = 8;
const knownBeforeWeeks = 52;
const goalLeftWeeks = 5;

/** The demo of the day that it is asked on, made once for each day: every board that opens asks whether the demo is there. */
export function demoOfTheDay(projectDirectory: string): (now: Date) => Promise<DemoDocument> {
  let made: { readonly day: string; readonly document: Promise<DemoDocument> } | null = null;
  return (now) => {
    const day = dateOf(now.getTime());
    if (made?.day === day) return made.document;
    const document = demoDocument(projectDirectory, now);
    const latest = { day, document };
    made = latest;
    document.catch(() => {
      if (made === latest) made = null;
    });
    return document;
  };
}

/**
 * The demo as a configuration file of today: each source moved forward by whole weeks, so that the week of its last fact is the last complete
 * week, and the goals dated around that week. Only the sources that the demo's metrics read are brought.
 *
 * @param projectDirectory where relative paths of connections start
 */
export async function demoDocument(projectDirectory: string, now: Date): Promise<DemoDocument> {
  const directory = path.join(projectDirectory, 'apps', 'tandem', 'demo');
  const sources = parse(await readFile(path.join(directory, 'connections.yaml'), 'utf8')) as {
    connections: DemoConnection[];
  };
  const template = await readFile(path.join(directory, 'workspace.yaml'), 'utf8');
  const dataEnd = startOfWeek(now);
  const workspace = parse(
    withPlanDates(template, dataEnd)
      .replaceAll('{{knownSince}}', dateOf(dataEnd - (goalBegunWeeks + knownBeforeWeeks) * 7 * dayMs))
      .replaceAll('{{start}}', dateOf(dataEnd - goalBegunWeeks * 7 * dayMs))
      .replaceAll('{{due}}', dateOf(dataEnd + goalLeftWeeks * 7 * dayMs - dayMs)),
  ) as Workspace;
  const read = new Set(workspace.metrics.flatMap(({ formula }) => formula.connections));
  const connections = sources.connections.filter(({ id }) => read.has(id));
  for (const { settings } of connections) {
    const lastDay = dateOf(Date.parse(settings.coverage.to) - dayMs);
    settings.location.path = `apps/tandem/demo/${settings.location.path}`;
    settings.shiftWeeks = shiftWeeks(lastDay, now, 'UTC');
  }
  return {
    file: 'demo.yaml',
    text: stringify({ ...workspace, connections }, { aliasDuplicateObjects: false }),
    connectionIds: connections.map(({ id }) => id),
  };
}

/** What the initiatives of the demo are dated by: the next two quarters, and a launch eight weeks before the end of the data. */
function withPlanDates(template: string, dataEnd: number): string {
  const end = new Date(dataEnd);
  const nextQuarter = Math.floor(end.getUTCMonth() / 3) * 3 + 3;
  const month = (number: number) => dateOf(Date.UTC(end.getUTCFullYear(), number, 1)).slice(0, 7);
  const quarter = (number: number) => `${month(number).slice(0, 4)}-Q${Math.ceil(Number(month(number).slice(5)) / 3)}`;
  const launched = dateOf(dataEnd - goalBegunWeeks * 7 * dayMs);
  const begun = new Date(`${launched.slice(0, 7)}-01T00:00:00Z`);
  return template
    .replaceAll('{{quarter1}}', quarter(nextQuarter))
    .replaceAll('{{quarter2}}', quarter(nextQuarter + 3))
    .replaceAll('{{month1}}', month(nextQuarter))
    .replaceAll('{{month4}}', month(nextQuarter + 4))
    .replaceAll('{{effectBy}}', dateOf(Date.UTC(end.getUTCFullYear() + 1, 11, 31)))
    .replaceAll('{{launched}}', launched)
    .replaceAll('{{monthBegun}}', dateOf(Date.UTC(begun.getUTCFullYear(), begun.getUTCMonth() - 2, 1)).slice(0, 7));
}

/** Monday of the present week: the end, exclusive, of the last complete one. */
function startOfWeek(now: Date): number {
  const day = Math.floor(now.getTime() / dayMs);
  return (day - ((day + 3) % 7)) * dayMs;
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
