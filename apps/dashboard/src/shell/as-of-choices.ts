import { instantOf, localTimeOf } from '../text/zone-time.js';

export type AsOfChoice = 'yesterday' | 'lastReview' | 'lastMonth' | 'lastQuarter';

interface Asked {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly fiscalYearStartsIn: number;
  /** When the pack of the last review was frozen; null when there was none. */
  readonly lastReviewAt: string | null;
}

/**
 * Times that people ask about most, each as an instant: how things stood at the end of yesterday, of the last month and of the last quarter on
 * the clock of the organisation, and at the last review.
 */
export function asOfChoices({
  nowMs,
  timeZone,
  fiscalYearStartsIn,
  lastReviewAt,
}: Asked): readonly (readonly [AsOfChoice, string])[] {
  const today = localTimeOf(nowMs, timeZone).slice(0, 10);
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const intoQuarter = (month - fiscalYearStartsIn + 12) % 3;
  const begin = (ofYear: number, ofMonth: number): string => {
    const first = new Date(Date.UTC(ofYear, ofMonth - 1, 1)).toISOString().slice(0, 10);
    return new Date(instantOf(`${first}T00:00`, timeZone)).toISOString();
  };
  const choices: readonly (readonly [AsOfChoice, string | null])[] = [
    ['yesterday', new Date(instantOf(`${today}T00:00`, timeZone)).toISOString()],
    ['lastReview', lastReviewAt],
    ['lastMonth', begin(year, month)],
    ['lastQuarter', begin(year, month - intoQuarter)],
  ];
  return choices.flatMap(([name, at]) => (at === null ? [] : [[name, at] as const]));
}
