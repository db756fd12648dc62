import Big from 'big.js';
import { fractionDigits, fromUnits, unitsOf, withoutTrailingZeros } from './decimal-column.js';

/** Far enough from where doubles lose whole numbers, for any one more addition. */
const mostUnits = 4_000_000_000_000_000;

/** Adds decimals exactly: as whole units of the last digit while a double holds them, with Big beyond. */
export class DecimalSum {
  private scale = 0;
  private units = 0;
  private beyond: Big | null = null;

  add(decimal: string, sign: 1 | -1): void {
    const scale = Math.max(this.scale, fractionDigits(decimal));
    if (scale !== this.scale) this.rescale(scale);
    const units = unitsOf(decimal, this.scale);
    const sum = units === null ? Number.POSITIVE_INFINITY : this.units + sign * units;
    if (units === null || Math.abs(sum) > mostUnits) {
      this.beyond = (this.beyond ?? new Big(0)).plus(sign === 1 ? decimal : new Big(decimal).neg());
    } else {
      this.units = sum;
    }
  }

  toString(): string {
    const within = withoutTrailingZeros(fromUnits(this.units, this.scale));
    return this.beyond === null ? within : this.beyond.plus(within).toFixed();
  }

  private rescale(scale: number): void {
    const units = this.units * 10 ** (scale - this.scale);
    if (Math.abs(units) > mostUnits) {
      this.beyond = (this.beyond ?? new Big(0)).plus(fromUnits(this.units, this.scale));
      this.units = 0;
    } else {
      this.units = units;
    }
    this.scale = scale;
  }
}
