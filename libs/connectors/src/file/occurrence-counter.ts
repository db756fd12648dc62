const firstCapacity = 1 << 14;

/**
 * Counts how often each 64-bit hash has been seen, in 12 bytes a slot: a JavaScript Map would take about 100 bytes an entry and
 * ends at 16.7 million entries.
 */
export class OccurrenceCounter {
  private high = new Uint32Array(firstCapacity);
  private low = new Uint32Array(firstCapacity);
  private counts = new Uint32Array(firstCapacity);
  private used = 0;

  /** @returns 1 for the first row with this hash, 2 for the second, and so on */
  next(high: number, low: number): number {
    if (this.used * 3 > this.counts.length * 2) this.grow();
    const slot = this.slotOf(high, low);
    if (this.counts[slot] === 0) {
      this.high[slot] = high;
      this.low[slot] = low;
      this.used += 1;
    }
    const count = (this.counts[slot] ?? 0) + 1;
    this.counts[slot] = count;
    return count;
  }

  private slotOf(high: number, low: number): number {
    const mask = this.counts.length - 1;
    let slot = low & mask;
    while (this.counts[slot] !== 0 && (this.high[slot] !== high >>> 0 || this.low[slot] !== low >>> 0))
      slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { high, low, counts } = this;
    this.high = new Uint32Array(counts.length * 2);
    this.low = new Uint32Array(counts.length * 2);
    this.counts = new Uint32Array(counts.length * 2);
    for (let old = 0; old < counts.length; old += 1) {
      if (counts[old] === 0) continue;
      const slot = this.slotOf(high[old] ?? 0, low[old] ?? 0);
      this.high[slot] = high[old] ?? 0;
      this.low[slot] = low[old] ?? 0;
      this.counts[slot] = counts[old] ?? 0;
    }
  }
}
