/** Nobody is let in with this; the sentence never says which part was wrong. */
export class SignInRefused extends Error {
  /** @param isNoted whether the audit trail tells of it already */
  constructor(
    message: string,
    readonly isNoted = false,
  ) {
    super(message);
    this.name = 'SignInRefused';
  }
}

/** Tried too often, or by too many at once. */
export class TooManyAttempts extends Error {
  constructor(readonly retryAfterS: number) {
    super(
      `That was tried too often. Wait ${retryAfterS < 90 ? `${retryAfterS} s` : `${Math.ceil(retryAfterS / 60)} min`}, then try again.`,
    );
    this.name = 'TooManyAttempts';
  }
}
