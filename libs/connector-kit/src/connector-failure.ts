/** What the kit does about a failure: try again soon, wait as told, or ask the owner to mend the settings. */
export type FailureAction = 'retry' | 'rateLimited' | 'configuration' | 'sourceChanged';

/** A failure of a source, said so that its owner can act: what happened, where, and what to do. */
export class ConnectorFailure extends Error {
  constructor(
    readonly action: FailureAction,
    readonly code: string,
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ConnectorFailure';
  }
}
