import type { Dependent } from '@tandem/domain/organisation/dependents';
import type { ConfigurationKind } from '../ports.js';

/** One change of one thing of the configuration, as the audit trail keeps it. */
export interface ConfigurationEntry {
  /** Its number in the chain of the audit trail. */
  readonly sequence: number;
  readonly at: Date;
  /** Who it was, as people call them; the audit trail's own word where nobody is known by it. */
  readonly by: string;
  readonly action: 'create' | 'change' | 'remove';
  readonly kind: ConfigurationKind;
  readonly id: string;
  /** The thing as it was and as it became, without secrets; null where it was not there. */
  readonly before: object | null;
  readonly after: object | null;
}

/** Who changed which thing of the configuration, and when: read from the audit trail, which is never rewritten. */
export interface ConfigurationHistory {
  /** The youngest first; those before a sequence number, when one is given. */
  entries(asked: {
    readonly kind: ConfigurationKind | null;
    readonly id: string | null;
    readonly before: number | null;
    readonly limit: number;
  }): Promise<readonly ConfigurationEntry[]>;
  entry(sequence: number): Promise<ConfigurationEntry | null>;
  /** The youngest change of each thing of a kind, by its id. */
  latest(kind: ConfigurationKind): Promise<ReadonlyMap<string, Pick<ConfigurationEntry, 'at' | 'by'>>>;
}

/** Something still names the thing, or the record does; nothing was written. */
export class StillUsed extends Error {
  constructor(
    readonly id: string,
    /** Empty where only what has happened names it: an account, a signature, a message that was sent. */
    readonly by: readonly Dependent[],
  ) {
    super(`"${id}" is still used.`);
    this.name = 'StillUsed';
  }
}
