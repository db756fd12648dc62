import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What was sent to one endpoint, how often each status was answered, and how long that took. */
interface Sent {
  next: number;
  seconds: number;
  readonly statuses: Record<string, number>;
}

/** How far a run has come: kept in a file when the command names one, so that a run that was ended goes on where it stopped. */
export class FuzzProgress {
  private readonly endpoints: Record<string, Sent>;

  constructor(private readonly file: string | null) {
    this.endpoints = file === null ? {} : read(file);
  }

  next(endpoint: string): number {
    return this.endpoints[endpoint]?.next ?? 0;
  }

  /** All inputs before `next` were answered well. */
  advance(endpoint: string, next: number, { statuses, ms }: { statuses: readonly number[]; ms: number }): void {
    const sent = (this.endpoints[endpoint] ??= { next: 0, seconds: 0, statuses: {} });
    sent.next = next;
    sent.seconds = Math.round(sent.seconds * 1_000 + ms) / 1_000;
    for (const status of statuses) sent.statuses[status] = (sent.statuses[status] ?? 0) + 1;
    if (this.file === null) return;
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, JSON.stringify(this.endpoints, null, 2));
    renameSync(`${this.file}.new`, this.file);
  }
}

function read(file: string): Record<string, Sent> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Sent>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
