/** Hours of the local clock on some days of the week, `from` inclusive and `to` exclusive. Hours past midnight are two entries. */
export interface OpeningHours {
  /** ISO days of week: 1 Monday … 7 Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`; `24:00` is the end of the day. */
  readonly from: string;
  readonly to: string;
}

/** When a business is open: by the clock of one zone, week after week, but for whole local dates. */
export interface OpeningTimes {
  /** IANA zone whose clock is meant. */
  readonly timeZone: string;
  readonly hours: readonly OpeningHours[];
  /** Local dates `YYYY-MM-DD` on which it is closed all day. */
  readonly holidays: readonly string[];
}

/** Opening times under a name, by which metrics measure business time. */
export interface BusinessCalendar extends OpeningTimes {
  readonly id: string;
}

/** Minutes of the local clock since midnight, half-open. */
export interface ClockMinutes {
  readonly from: number;
  readonly to: number;
}

/** Minutes since midnight of `HH:MM`, up to `24:00`; null for any other text. */
export function minutesOf(written: string): number | null {
  const match = /^(\d{2}):([0-5]\d)$/.exec(written);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  return minutes <= 24 * 60 ? minutes : null;
}

/**
 * The hours of each day of the week, Monday first, in order; what touches or overlaps is one. Hours that cannot be read or that end before
 * they begin are left out: `checkCalendar` refuses them.
 */
export function hoursByWeekday({ hours }: Pick<OpeningTimes, 'hours'>): readonly (readonly ClockMinutes[])[] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const own = hours
      .filter(({ days }) => days.includes(weekday))
      .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
      .filter((each): each is ClockMinutes => each.from !== null && each.to !== null && each.from < each.to)
      .sort((a, b) => a.from - b.from);
    return own.reduce<ClockMinutes[]>((joined, next) => {
      const last = joined.at(-1);
      if (last === undefined || last.to < next.from) return [...joined, next];
      return [...joined.slice(0, -1), { from: last.from, to: Math.max(last.to, next.to) }];
    }, []);
  });
}

/** Plain data that is the same for two calendars exactly when they are written for the same hours of the same dates. */
export function canonicalOpening(opening: OpeningTimes): object {
  return {
    timeZone: opening.timeZone,
    week: hoursByWeekday(opening).map((hours) => hours.map(({ from, to }) => [from, to])),
    holidays: [...new Set(opening.holidays)].sort(),
  };
}
