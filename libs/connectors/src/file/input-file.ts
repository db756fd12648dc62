/** A file that a run reads, wherever it lies. */
export interface InputFile {
  /** What people know it by; part of each row's origin. */
  readonly name: string;
  /** As the sender declares it; null for a file on disk. */
  readonly contentType: string | null;
  /** null when the sender does not say. */
  readonly sizeBytes: number | null;
  /** Changes whenever the content does; null when there is nothing to tell it by. */
  readonly fingerprint: string | null;
  /** Bytes as they are stored. A file from the network can be opened once. */
  open(signal: AbortSignal): AsyncIterable<Buffer>;
  /** Whether the file is still the one that was listed. */
  isUnchanged(): Promise<boolean>;
  /** Lets go of what listing it has opened. */
  close(): void;
}
