import type { InitiativePlan } from '@tandem/contracts/initiative-plan';
import type { InitiativeList, InitiativePage, InitiativeRow } from '@tandem/contracts/initiatives';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';

/** A row for each initiative; money in the currency that stands beside it. */
export function initiativesTable({ initiatives, settings }: InitiativeList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<InitiativeRow>(
    'initiatives',
    [
      text('id', ({ id }) => id),
      text('title', ({ title }) => title),
      text('agenda', ({ agenda }) => agenda),
      text('capability', ({ capability }) => capability),
      text('goals', ({ goals }) => goals.map(({ id }) => id).join('; ') || null),
      text('owner_marketing', ({ owners }) => owners.marketing?.name ?? null),
      text('owner_it', ({ owners }) => owners.it?.name ?? null),
      text('stage', ({ stage }) => stage),
      text('start', ({ start }) => start),
      text('launched_on', ({ launchedOn }) => launchedOn),
      number('team_weeks', ({ teamWeeks }) => teamWeeks),
      number('duration_months', ({ durationMonths }) => durationMonths),
      text('currency', () => settings.currency),
      number('discount_rate_percent', () => settings.discountRate),
      number('cost', ({ cost }) => cost),
      number('net_present_value', ({ netPresentValue }) => netPresentValue),
      number('payback_month', ({ paybackMonth }) => paybackMonth),
      text('gate', ({ gate }) => gate.verdict),
      text('gate_reasons', ({ gate }) => [...gate.grounds, ...gate.faults].map(({ code }) => code).join('; ') || null),
      text('benefits', ({ benefits }) => benefits?.verdict ?? null),
      text('answered_at', () => answeredAt),
    ],
    initiatives,
  );
}

/** The case, a row for each month; beside it what it comes to by the live metric, empty where that cannot be told. */
export function caseTable(page: InitiativePage, { answeredAt }: AnswerMoment): ExportTable {
  const months = page.case?.months ?? [];
  type Row = (typeof months)[number];
  const live = new Map(page.forecast?.months.map((one) => [one.month, one]));
  return exportTable<Row>(
    `${page.id}-case`,
    [
      text('initiative', () => page.id),
      text('initiative_title', () => page.title),
      text('start', () => page.start),
      number('month', ({ month }) => month),
      text('currency', () => page.settings.currency),
      number('discount_rate_percent', () => page.settings.discountRate),
      number('cost', ({ cost }) => cost),
      number('benefit', ({ benefit }) => benefit),
      number('net', ({ net }) => net),
      number('cumulative', ({ cumulative }) => cumulative),
      number('live_benefit', ({ month }) => live.get(month)?.benefit ?? null),
      number('live_net', ({ month }) => live.get(month)?.net ?? null),
      number('live_cumulative', ({ month }) => live.get(month)?.cumulative ?? null),
      text('answered_at', () => answeredAt),
    ],
    months,
  );
}

interface PlannedRow {
  readonly id: string;
  readonly score: number | null;
  readonly cuts: string | null;
}

/** What is in the plan and what is not, in the order of the scores. */
export function planTable({ plan, titles, terms }: InitiativePlan, { answeredAt }: AnswerMoment): ExportTable {
  const rows: PlannedRow[] = [
    ...plan.chosen.map(({ id, score }) => ({ id, score: score?.score ?? null, cuts: null })),
    ...plan.left.map(({ id, score, cuts }) => ({
      id,
      score: score?.score ?? null,
      cuts: cuts.map(({ code }) => code).join('; '),
    })),
  ];
  return exportTable<PlannedRow>(
    'plan',
    [
      text('id', ({ id }) => id),
      text('title', ({ id }) => titles.find((one) => one.id === id)?.title ?? id),
      text('scoring', () => terms.scoring),
      number('score', ({ score }) => score),
      text('in_plan', ({ cuts }) => cuts === null),
      text('cut_by', ({ cuts }) => cuts),
      number('capacity_percent', () => terms.capacityPercent),
      number('budget', () => plan.budget.limit),
      text('answered_at', () => answeredAt),
    ],
    rows,
  );
}
