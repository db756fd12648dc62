import type { Log } from '@tandem/application/ports';
import { withinTime } from '@tandem/queue/within-time';

interface OpenPart {
  readonly name: string;
  readonly close: () => Promise<void>;
  readonly timeoutMs: number;
}

/**
 * What was opened, in order; closed in the opposite order, each part within its time, whatever happened to the others. A start that
 * fails half-way closes what it had opened.
 */
export class OpenParts {
  private readonly parts: OpenPart[] = [];
  private closing: Promise<void> | undefined;

  constructor(private readonly log: Log) {}

  add(name: string, timeoutMs: number, close: () => Promise<void>): void {
    this.parts.push({ name, timeoutMs, close });
  }

  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    for (const { name, close, timeoutMs } of [...this.parts].reverse()) {
      try {
        await withinTime(close(), timeoutMs, `stopping ${name}`);
      } catch (error) {
        this.log.error(`Stopping ${name} failed; going on.`, { error });
      }
    }
  }
}
