import type { BoardGoal, KeyResultProgress } from '@tandem/contracts/board';
import { PageLink } from '../../navigation/page-link.js';
import { aimText, limitText, targetText } from '../../text/status-words.js';
import { localDayText } from '../../text/time-text.js';
import { GuardrailBadge } from '../../ui/guardrail-badge.js';
import { Owners } from '../../ui/owners.js';
import { StatusMark } from '../../ui/status-mark.js';
import { useNear } from '../../ui/use-near.js';
import { words } from './board-words.js';
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
          <span className="num text-xs text-text-3">{words.onTrackOf(goal.onTrackCount, goal.keyResultCount)}</span>
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
          {words.columns.keyResult}
        </th>
        <th scope="col" className="text-left">
          {words.columns.trend}
        </th>
        <th scope="col" className="text-right">
          {words.columns.now}
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          {changeDays === null ? words.columns.change : words.columns.changeOver(changeDays)}
        </th>
        <th scope="col" className="w-[252px] text-left">
          <span className="block pl-[16.7%]">{words.columns.bar}</span>
        </th>
        <th scope="col" className="text-right">
          {words.columns.target}
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          {words.columns.pace}
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          {due === null ? words.columns.forecast : words.columns.forecastAt(localDayText(due))}
        </th>
        <th scope="col" className="text-left">
          {words.columns.status}
        </th>
        <th scope="col" className="kiosk-hide !pr-4 text-right">
          {words.columns.data}
        </th>
      </tr>
    </thead>
  );
}

/** More rows than these are drawn when they come near. */
const DRAWN_AT_ONCE = 120;
const ROW_HEIGHT = 47;

function GoalRows(props: { readonly goal: BoardGoal; readonly frame: RowFrame; readonly isShort: boolean }) {
  const { goal, frame, isShort } = props;
  const { ref, isNear } = useNear<HTMLTableSectionElement>(isShort);
  return (
    <tbody ref={ref} className="border-t border-line">
      <GoalRow goal={goal} />
      {isNear ? (
        goal.keyResults.map((result) => <KeyResultRow key={result.id} keyResult={result} frame={frame} />)
      ) : (
        <tr style={{ height: goal.keyResults.length * ROW_HEIGHT }}>
          <td colSpan={10} />
        </tr>
      )}
    </tbody>
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
      <caption className="sr">{words.caption}</caption>
      <TableHeading {...row} />
      {goals.map((goal) => (
        <GoalRows key={goal.id} goal={goal} frame={row} isShort={results.length <= DRAWN_AT_ONCE} />
      ))}
    </table>
  );
}
