import type { BoardGoal, KeyResultProgress } from '@tandem/contracts/board';
import { PageLink } from '../../navigation/page-link.js';
import { aimText, limitText, targetText } from '../../text/status-words.js';
import { localDayText } from '../../text/time-text.js';
import { GuardrailBadge } from '../../ui/guardrail-badge.js';
import { Owners } from '../../ui/owners.js';
import { StatusMark } from '../../ui/status-mark.js';
import { Bullet } from './bullet.js';
import { ChangeFigure, DataAge, ForecastFigure, NowFigure, PaceFigure } from './key-result-cells.js';
import { Sparkline } from './sparkline.js';

/** What all rows have in common, and hence stands in the heading instead of in every row. */
export interface TableFrame {
  readonly nowMs: number;
  readonly timeZone: string;
}

interface RowFrame extends TableFrame {
  readonly changeDays: number | null;
  readonly due: string | null;
}

const HEAD = '[&>th]:h-9 [&>th]:px-3 [&>th]:font-medium';

function shared<T>(values: readonly T[]): T | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

function sourceNames(keyResult: KeyResultProgress): string {
  return keyResult.metric.sources.map((source) => source.name).join(' + ');
}

function KeyResultRow({ keyResult, frame }: { readonly keyResult: KeyResultProgress; readonly frame: RowFrame }) {
  const { metric, guardrail } = keyResult;
  const details = [aimText(keyResult), guardrail && limitText(guardrail, metric.unit), sourceNames(keyResult)];
  return (
    <tr className="rowh border-t border-line [&>td]:px-3">
      <th scope="row" className="h-[46px] py-1 pl-4 pr-3 text-left font-normal">
        <PageLink
          to={`/metrics/${encodeURIComponent(metric.key)}`}
          params={{ kr: keyResult.id }}
          className="hit block font-medium leading-[18px] hover:underline"
        >
          {metric.title}
        </PageLink>
        <span className="num kiosk-hide block text-xs text-text-3">{details.filter(Boolean).join(' · ')}</span>
      </th>
      <td>
        <Sparkline keyResult={keyResult} />
      </td>
      <td className="num text-right text-base font-semibold">
        <NowFigure keyResult={keyResult} timeZone={frame.timeZone} />
      </td>
      <td className="text-right">
        <ChangeFigure keyResult={keyResult} withDays={frame.changeDays === null} />
      </td>
      <td>
        <Bullet keyResult={keyResult} />
      </td>
      <td className="num whitespace-nowrap text-right">{targetText(keyResult)}</td>
      <td className="text-right">
        <PaceFigure keyResult={keyResult} />
      </td>
      <td className="text-right">
        <ForecastFigure keyResult={keyResult} withDate={frame.due === null} />
      </td>
      <td>
        <span className="stack flex flex-col items-start gap-0.5">
          <StatusMark status={keyResult.status} reason={keyResult.statusReason} />
          <GuardrailBadge guardrail={guardrail} nowMs={frame.nowMs} />
        </span>
      </td>
      <td className="num kiosk-hide whitespace-nowrap !pr-4 text-right text-xs">
        <DataAge keyResult={keyResult} nowMs={frame.nowMs} />
      </td>
    </tr>
  );
}

function GoalRow({ goal }: { readonly goal: BoardGoal }) {
  return (
    <tr className="bg-sunken">
      <th scope="rowgroup" colSpan={10} className="px-4 py-0 text-left font-normal">
        <span className="rowgroup flex min-h-[36px] flex-wrap items-center gap-x-4">
          <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="hit font-semibold hover:underline">
            {goal.title}
          </PageLink>
          <StatusMark status={goal.status} reason={goal.statusReason} strong />
          <span className="num text-xs text-text-3">
            {goal.onTrackCount} of {goal.keyResultCount} key results on track
          </span>
          <span className="ml-auto">
            <Owners owners={goal.owners} />
          </span>
        </span>
      </th>
    </tr>
  );
}

function TableHeading({ changeDays, due }: RowFrame) {
  return (
    <thead>
      <tr className={`text-xs text-text-3 ${HEAD}`}>
        <th scope="col" className="!pl-4 text-left">
          Key result
        </th>
        <th scope="col" className="text-left">
          13 weeks
        </th>
        <th scope="col" className="text-right">
          Now
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          Change{changeDays === null ? '' : ` ${changeDays} d`}
        </th>
        <th scope="col" className="w-[252px] text-left">
          <span className="block pl-[16.7%]">Baseline → target</span>
        </th>
        <th scope="col" className="text-right">
          Target
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          vs pace
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          Forecast{due === null ? '' : ` ${localDayText(due)}`}
        </th>
        <th scope="col" className="text-left">
          Status
        </th>
        <th scope="col" className="kiosk-hide !pr-4 text-right">
          Data
        </th>
      </tr>
    </thead>
  );
}

/** One table, one ruler: every goal with its key results, targets aligned from top to bottom. */
export function KeyResultTable({ goals, frame }: { readonly goals: readonly BoardGoal[]; readonly frame: TableFrame }) {
  const results = goals.flatMap((goal) => goal.keyResults);
  const due = shared(goals.map((goal) => goal.due));
  const changeDays = shared(results.flatMap((result) => (result.change === null ? [] : [result.change.days])));
  const row: RowFrame = { ...frame, changeDays, due };
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr">Joint goals and their key results: now, pace, forecast and status</caption>
      <TableHeading {...row} />
      {goals.map((goal) => (
        <tbody key={goal.id} className="border-t border-line">
          <GoalRow goal={goal} />
          {goal.keyResults.map((result) => (
            <KeyResultRow key={result.id} keyResult={result} frame={row} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
