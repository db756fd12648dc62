/** A definition that nobody has counted yet would take too long to count for one answer. */
export class CountingTookTooLong extends Error {
  constructor(limitMs: number) {
    super(`Counting the records took longer than ${limitMs / 1000} seconds.`);
    this.name = 'CountingTookTooLong';
  }
}
