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
  constructor(kind: string, id: string) {
    super(`There is no ${kind} "${id}".`);
    this.name = 'NotFound';
  }
}
