/** What a command is given of the world around it. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the command was called; relative paths of arguments start here. */
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
}

/** One word after `tandem`; each stands in a file of its own under `commands/`, which exports these three names. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Answers the exit code; a `CommandFailure` is printed without a stack. */
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** An expected end: what happened and what to do, in sentences. */
export class CommandFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailure';
  }
}
