import { useSyncExternalStore } from 'react';
import { ApiError } from './api-error.js';
import { uploadFile } from './request.js';
import { invalidateResources } from './resource-store.js';

/** A file on its way to a source: it goes on while other pages are looked at. */
export interface Upload {
  readonly file: string;
  /** 0 to 1. */
  readonly share: number;
  readonly error: string | null;
}

const uploads = new Map<string, Upload>();
const listeners = new Set<() => void>();

function set(source: string, upload: Upload | null): void {
  if (upload === null) uploads.delete(source);
  else uploads.set(source, upload);
  for (const listener of listeners) listener();
}

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Sends a file to a source in the background; whoever closes the browser meanwhile is asked first. */
export async function startUpload(source: string, path: string, file: File): Promise<void> {
  set(source, { file: file.name, share: 0, error: null });
  addEventListener('beforeunload', warn);
  try {
    await uploadFile(path, file, (share) => set(source, { file: file.name, share, error: null }));
    set(source, null);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    set(source, { file: file.name, share: 0, error: error.message });
  } finally {
    if (![...uploads.values()].some((one) => one.error === null)) removeEventListener('beforeunload', warn);
    invalidateResources((other) => other.startsWith('/sources'), 0);
  }
}

export function forgetUpload(source: string): void {
  set(source, null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The file that is on its way to a source, or that could not be sent; null when there is none. */
export function useUpload(source: string): Upload | null {
  return useSyncExternalStore(subscribe, () => uploads.get(source) ?? null);
}
