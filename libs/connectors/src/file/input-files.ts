import type { ReadContext } from '@tandem/connector-kit/connector';
import type { InputFile } from './input-file.js';
import { filesAt, uploadedFiles } from './open-file.js';
import { fileFromUrl, shownUrl, urlLimits } from './open-url.js';
import type { FileSettings } from './settings.js';

type Location = FileSettings['location'];

/** The files of a run, in the order in which they are read. Whoever asks closes each of them. */
export async function inputFiles(location: Location, context: ReadContext): Promise<readonly InputFile[]> {
  if (location.path !== undefined) return filesAt(location.path, context);
  if (location.url === undefined) return uploadedFiles(context.uploadDirectory);
  const { signal, allowPrivateAddresses = false } = context;
  return [await fileFromUrl(location.url, { signal, allowPrivateAddresses, limits: urlLimits })];
}

/** Where it reads, for people: without query, where keys tend to hide. */
export function shownLocation(location: Location): string {
  return location.path ?? (location.url === undefined ? 'uploaded files' : shownUrl(location.url));
}
