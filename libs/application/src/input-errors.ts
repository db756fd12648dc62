/** A request that cannot be answered as asked: the caller learns which field, why, and what would work. */
export class InvalidInput extends Error {
  constructor(
    readonly issues: readonly {
      readonly field: string;
      readonly reason: string;
      readonly file?: string;
      readonly line?: number;
      readonly column?: number;
    }[],
  ) {
    super(issues.map((issue) => `${issue.field}: ${issue.reason}`).join('; '));
    this.name = 'InvalidInput';
  }
}

/** Something that is asked for by name does not exist. */
export class NotFound extends Error {
  /** @param asKnownAt the time that was asked about; null for the present */
  constructor(kind: string, id: string, asKnownAt: Date | null = null) {
    const at = asKnownAt?.toISOString();
    super(at === undefined ? `There is no ${kind} "${id}".` : `There was no ${kind} "${id}" as known at ${at}.`);
    this.name = 'NotFound';
  }
}
