export interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly isForTests: boolean;
}
export function licencesIn(lock: unknown): Licensed[];
