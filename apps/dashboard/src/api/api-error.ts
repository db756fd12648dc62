import type { Problem } from '@tandem/contracts/common';

/** What went wrong with a request, in words that a reader can act on. `status` 0 means that no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, message: string, problem: Problem | null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }

  /** Another try can succeed without the reader changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}

export function errorFromAnswer(status: number, text: string): ApiError {
  try {
    const body: unknown = JSON.parse(text);
    if (isProblem(body)) return new ApiError(status, body.message, body);
  } catch (error) {
    // A proxy may answer in HTML: the status alone is then all that is known, and it is said below.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return new ApiError(status, `The server answered ${status} without saying why.`, null);
}

export function unreachable(): ApiError {
  return new ApiError(0, 'The Tandem server cannot be reached.', null);
}
