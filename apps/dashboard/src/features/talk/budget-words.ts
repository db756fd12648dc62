import type { ChangeBudget } from '@tandem/contracts/talk';
import { catalogue } from '../../text/catalogue.js';
import { numberText } from '../../text/number-text.js';
import { localDateText } from '../../text/time-text.js';

/** The change budget of a goal. */
export const words = catalogue('change budget', {
  title: 'Change budget',
  file: 'the change budget',
  drawn: 'Drawn from the change budget',
  byDay: 'Day by day',
  drawnByDay: 'Drawn from the change budget, day by day',
  day: 'Day',
  failed: 'Failed',
  failedOf: (bad: number, valid: number) => `${bad} of ${valid}`,
  releases: 'Releases',
  campaigns: 'Campaigns',
  neither: 'Neither',
  changes: 'What was there',
  nothing: 'nothing known',
  release: (what: string) => `failed release of ${what}`,
  campaign: (what: string) => `campaign ${what}`,
  draftRelease: 'Draft its release',
  decision: 'The decision',
  noEvents: (since: string) => `No events since ${since}, so nothing has been drawn.`,
  sum: (failed: string, valid: string, allowed: string) => `${failed} of ${valid} events failed, ${allowed} may.`,
  shares: (releases: string, campaigns: string, neither: string) =>
    `${releases} on days of failed releases, ${campaigns} on days of campaigns, ${neither} put down to neither.`,
  tooFew: 'Too few events to say more.',
  bases: { keyResult: (id: string) => `key result ${id}`, guardrail: (id: string) => `guardrail ${id}` },
  rule: (metric: string, percent: string, basis: string, first: string, last: string) =>
    `${metric} is to be met for at least ${percent} (${basis}), which leaves a budget from ${first} to ${last}. What fails on a day is put down to the failed releases and the campaigns of that day, half to each where both were there. That is no proof of a cause.`,
  hold: (last: string) =>
    `It is spent: both sides are asked to hold releases and campaigns until ${last} is over, or until both sign its release.`,
  released: (decision: string) => `It is spent, and released by a signed decision: ${decision}.`,
});

const number = (value: number): string => numberText(String(Math.round(value * 10) / 10));

function sumText({ allowed, consumed, valid, by, firstDate, state }: ChangeBudget): string {
  if (valid === 0) return words.noEvents(localDateText(firstDate));
  return [
    words.sum(number(consumed), number(valid), number(allowed)),
    words.shares(number(by.releases), number(by.campaigns), number(by.unattributed)),
    ...(state === 'tooFew' ? [words.tooFew] : []),
  ].join(' ');
}

function holdText({ hold, lastDate, release }: ChangeBudget): string | null {
  if (hold === 'hold') return words.hold(localDateText(lastDate));
  return hold === 'released' ? words.released(release?.title ?? '') : null;
}

/** What has been drawn of the budget, and by which rule, in sentences. */
export function budgetText(budget: ChangeBudget): {
  readonly sum: string;
  readonly rule: string;
  readonly hold: string | null;
} {
  const { metric, basis, objective, firstDate, lastDate } = budget;
  const percent = `${numberText(String(Math.round(objective * 100_000) / 1000))}%`;
  const named = words.bases[basis.kind](basis.id);
  return {
    sum: sumText(budget),
    rule: words.rule(metric.title, percent, named, localDateText(firstDate), localDateText(lastDate)),
    hold: holdText(budget),
  };
}
