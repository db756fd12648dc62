/** How whoever reads wants numbers and times written. One for the whole page; only `number-text` and `time-text` look at it. */
export interface Reading {
  /** Whose habits of grouping, decimal marks and dates are followed. */
  readonly locale: string;
  /** In which zone times of day are told; days and periods stay those of the organisation. */
  readonly timeZone: string;
}

let present: Reading = { locale: 'en-GB', timeZone: 'UTC' };

export function reading(): Reading {
  return present;
}

export function setReading(next: Reading): void {
  present = next;
}
