import type { ForecastResult } from '@tandem/contracts/board';
import { catalogue } from '../../text/catalogue.js';

/** How a forecast was made. */
export const METHODS: Readonly<Record<ForecastResult['method'], string>> = catalogue('methods', {
  naive: 'last value',
  drift: 'drift',
  seasonalNaive: 'same day of the season',
  dampedHolt: 'damped trend',
  theilSen: 'median slope',
});
