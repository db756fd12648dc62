import { createHash } from 'node:crypto';
import type { Json } from '@tandem/connector-kit/connector';
import { streamNames } from '@tandem/domain/record/streams';
import { z } from 'zod';
import type { SeenInstants } from './coverage.js';
import type { InputFile } from './input-file.js';
import type { FileSettings } from './settings.js';

const seenInstants = z.partialRecord(z.enum(streamNames), z.strictObject({ first: z.string(), last: z.string() }));

const fileCursor = z.strictObject({
  /** Stands for the settings and for every file of the run: another one means that rows may have moved, and the run starts over. */
  fingerprint: z.string(),
  file: z.string(),
  /** Rows of that file that are committed, unreadable ones included; 0 before the first. */
  row: z.number().int().min(0),
  seen: seenInstants,
});

export type FileCursor = z.output<typeof fileCursor>;

/**
 * Where to go on; null to begin at the start: no cursor, one of another shape, or one of other files or settings. Starting over is
 * always right, since the same rows give the same records.
 */
export function resumePoint(
  cursor: Json | null,
  fingerprint: string | null,
  files: readonly InputFile[],
): FileCursor | null {
  const parsed = fileCursor.safeParse(cursor);
  if (!parsed.success || parsed.data.fingerprint !== fingerprint) return null;
  return files.some((file) => file.name === parsed.data.file) ? parsed.data : null;
}

export function cursorAfter(fingerprint: string | null, file: string, row: number, seen: SeenInstants): Json {
  return { fingerprint, file, row, seen: Object.fromEntries(Object.entries(seen)) };
}

/** null when a file cannot be told from a later state of itself. */
export function runFingerprint(settings: FileSettings, files: readonly InputFile[]): string | null {
  if (files.some((file) => file.fingerprint === null)) return null;
  const told = JSON.stringify([settings, files.map(({ name, fingerprint }) => [name, fingerprint])]);
  return createHash('sha256').update(told).digest('hex').slice(0, 32);
}
