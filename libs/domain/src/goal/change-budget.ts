/** A local day of the period: events of the service level, all of them and those that failed it. */
export interface BudgetDay {
  /** ISO instants, half-open. */
  readonly start: string;
  readonly end: string;
  readonly valid: number;
  readonly bad: number;
}

/** Something that changed what customers meet. A failed release counts for the time until it was made good, at least a day; a campaign while it runs. */
export interface BudgetChange {
  readonly kind: 'release' | 'campaign';
  readonly id: string;
  readonly what: string;
  readonly from: Date;
  readonly to: Date;
}

export interface Consumption {
  readonly releases: number;
  readonly campaigns: number;
  readonly unattributed: number;
}

export interface ChangeBudget {
  /** Share that must be met, above 0 and below 1. */
  readonly objective: number;
  readonly valid: number;
  /** (1 − objective) × valid events: how many may fail. */
  readonly allowed: number;
  readonly consumed: number;
  /** What of it remains; below 0 when more failed than may. */
  readonly left: number;
  readonly by: Consumption;
  readonly days: readonly (BudgetDay & Consumption & { readonly changes: readonly string[] })[];
  readonly state: 'inside' | 'spent' | 'tooFew';
}

/** Below so many events nothing is said, for one of them would be too much of the budget. */
export const fewestBudgetEvents = 20;

/**
 * The error budget of a service level over a period, which releases and campaigns both draw on: (1 − objective) × valid events. Equal is inside.
 *
 * What failed on a day is put down to the changes of that day by rule: to failed releases where only those were there, to campaigns where only those were, half to each
 * where both were, and to nobody otherwise. That a change was there is no proof that it was the cause. Days and changes come in any order.
 */
export function changeBudget(
  objective: number,
  days: readonly BudgetDay[],
  changes: readonly BudgetChange[],
): ChangeBudget {
  if (!(objective > 0 && objective < 1)) {
    throw new RangeError(`An objective of ${objective} leaves no budget to draw on. Use a share between 0 and 1.`);
  }
  const attributed = [...days].sort((a, b) => (a.start < b.start ? -1 : 1)).map((day) => attributedDay(day, changes));
  const sum = (of: (day: (typeof attributed)[number]) => number) => attributed.reduce((all, day) => all + of(day), 0);
  const valid = sum((day) => day.valid);
  const consumed = sum((day) => day.bad);
  const allowed = (1 - objective) * valid;
  // A share such as 0.95 has no exact binary form; without this a budget that is used up exactly would seem overdrawn.
  const isSpent = consumed > allowed + 1e-9 * Math.max(1, valid);
  return {
    objective,
    valid,
    allowed,
    consumed,
    left: allowed - consumed,
    by: {
      releases: sum((day) => day.releases),
      campaigns: sum((day) => day.campaigns),
      unattributed: sum((day) => day.unattributed),
    },
    days: attributed,
    state: valid < fewestBudgetEvents ? 'tooFew' : isSpent ? 'spent' : 'inside',
  };
}

function attributedDay(day: BudgetDay, changes: readonly BudgetChange[]) {
  const [start, end] = [new Date(day.start), new Date(day.end)];
  const there = changes.filter(({ from, to }) => from < end && to > start);
  const has = (kind: BudgetChange['kind']) => there.some((change) => change.kind === kind);
  const [released, campaigned] = [has('release'), has('campaign')];
  const share = released && campaigned ? day.bad / 2 : day.bad;
  const ids = there.map(({ kind, id }) => `${kind}:${id}`).sort();
  return {
    ...day,
    releases: released ? share : 0,
    campaigns: campaigned ? share : 0,
    unattributed: released || campaigned ? 0 : day.bad,
    changes: ids,
  };
}

/** Whether both sides are asked to hold, and why not where they are not. A signed decision releases the hold for the period in which it was signed. */
export function holdOnChanges(
  { state }: Pick<ChangeBudget, 'state'>,
  release: { readonly acceptedAt: Date | null } | null,
  period: { readonly start: Date },
): 'hold' | 'released' | 'none' {
  if (state !== 'spent') return 'none';
  const isOfPeriod =
    release?.acceptedAt !== undefined && release.acceptedAt !== null && release.acceptedAt >= period.start;
  return isOfPeriod ? 'released' : 'hold';
}
