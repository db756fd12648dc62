import type { Board, BoardGoal, KeyResultProgress } from '@tandem/contracts/board';
import { countWord, distanceText } from '../../text/number-text.js';
import { durationWords, lastDayText, localDayText } from '../../text/time-text.js';
import { drawnLimit } from '../../text/status-words.js';

/** A piece of the headline: strong, linked to a page, or plain. */
export interface Segment {
  readonly text: string;
  readonly strong?: boolean;
  readonly to?: string;
}

const FORECAST_MISSES = new Set(['targetInsideForecastRange', 'targetOutsideForecastRange']);
const BEHIND = new Set(['atRisk', 'offTrack']);
const NAMED_FACTS = 2;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function goalsText(count: number, of: number): string {
  const noun = of === 1 ? 'joint goal' : 'joint goals';
  if (of === 1) return capital('the joint goal');
  const all = of === 2 ? 'Both' : `All ${countWord(of)}`;
  return count === of ? `${all} ${noun}` : `${capital(countWord(count))} of ${countWord(of)} ${noun}`;
}

/** " 31 Dec" when all the goals that are spoken of are due on the same day, else nothing. */
function sharedDue(goals: readonly BoardGoal[], word: string): string {
  const dues = new Set(goals.map((goal) => goal.due));
  const [due] = dues;
  return dues.size === 1 && due !== undefined ? ` ${word}${localDayText(due).replace(' ', '\u00a0')}` : '';
}

function isForecastToMiss(goal: BoardGoal): boolean {
  return goal.keyResults.some((result) => BEHIND.has(result.status) && FORECAST_MISSES.has(result.statusReason));
}

/** One sentence about the goals: will we hit them? */
function verdictOnGoals(goals: readonly BoardGoal[]): string {
  const behind = goals.filter((goal) => BEHIND.has(goal.status));
  const missed = goals.filter((goal) => goal.status === 'missed');
  const well = goals.filter((goal) => goal.status === 'onTrack' || goal.status === 'achieved');
  const verb = (count: number): string => (count === 1 ? 'is' : 'are');
  if (behind.length > 0) {
    const forecast = behind.every(isForecastToMiss);
    const tail = forecast
      ? `forecast to miss${sharedDue(behind, '') || ' the target'}`
      : `not on track${sharedDue(behind, 'for ')}`;
    return `${goalsText(behind.length, goals.length)} ${verb(behind.length)} ${tail}.`;
  }
  if (missed.length > 0) return `${goalsText(missed.length, goals.length)} missed the target.`;
  if (well.length === goals.length) {
    return `${goalsText(well.length, goals.length)} ${verb(well.length)} on track${sharedDue(well, 'for ')}.`;
  }
  if (well.length === 0) return 'No joint goal has a verdict yet.';
  return `${goalsText(well.length, goals.length)} ${verb(well.length)} on track; the others have no verdict yet.`;
}

interface Fact {
  readonly result: KeyResultProgress;
  /** Long form of the first mention; the second of a pair leaves out what is the same. */
  readonly text: string;
}

function breachFact(result: KeyResultProgress, nowMs: number): Fact[] {
  const { guardrail } = result;
  if (guardrail?.state !== 'breached') return [];
  const where =
    drawnLimit(guardrail) === null
      ? 'beyond a guardrail'
      : guardrail.side === 'floor'
        ? 'under its floor'
        : 'over its ceiling';
  const text =
    guardrail.since === null
      ? `is ${where}`
      : `has been ${where} for ${durationWords(nowMs - Date.parse(guardrail.since))}`;
  return [{ result, text }];
}

function movedFact(result: KeyResultProgress): Fact[] {
  const { change, metric } = result;
  if (change?.verdict !== 'worse' && change?.verdict !== 'better') return [];
  const word = change.verdict === 'worse' ? 'got worse' : 'improved';
  return [{ result, text: `${word} by ${distanceText(change.delta, metric.unit)} in ${change.days} days` }];
}

function staleFact(result: KeyResultProgress, timeZone: string): Fact[] {
  if (!result.freshness.stale) return [];
  const { dataTo } = result.freshness;
  return [{ result, text: dataTo === null ? 'has no data' : `has had no data since ${lastDayText(dataTo, timeZone)}` }];
}

function mention(facts: readonly Fact[], more: string): Segment[] {
  const shown = facts.slice(0, NAMED_FACTS);
  const rest = facts.length - shown.length;
  const segments: Segment[] = [];
  shown.forEach((fact, index) => {
    if (index > 0) segments.push({ text: rest > 0 ? '; ' : ', and ' });
    segments.push(
      { text: fact.result.metric.title, to: `/metrics/${fact.result.metric.key}` },
      { text: ` ${fact.text}` },
    );
  });
  segments.push({ text: rest > 0 ? `; ${countWord(rest)} more ${rest === 1 ? 'is' : 'are'} ${more}.` : '.' });
  return segments;
}

/**
 * The sentence on top of the board: first whether the joint goals will be hit, then the facts that matter most, in this order: broken
 * guardrails, changes for the worse, changes for the better, stale data. Ordinary variation is never mentioned.
 */
export function headline(
  board: Pick<Board, 'goals' | 'generatedAt' | 'asKnownAt' | 'organisation'>,
): readonly Segment[] {
  const goals = board.goals.filter((goal) => goal.status !== 'draft');
  if (goals.length === 0) return [{ text: 'No joint goal is agreed for this time.', strong: true }];
  const first: Segment = { text: verdictOnGoals(goals), strong: true };
  const nowMs = Date.parse(board.asKnownAt ?? board.generatedAt);
  // A metric can serve several goals; it is mentioned once.
  const results = [
    ...new Map(board.goals.flatMap((goal) => goal.keyResults).map((kr) => [kr.metric.key, kr])).values(),
  ];
  const breaches = results
    .flatMap((result) => breachFact(result, nowMs))
    .sort((a, b) => (a.result.guardrail?.since ?? '').localeCompare(b.result.guardrail?.since ?? ''));
  const moved = results.flatMap(movedFact);
  const worse = moved.filter((fact) => fact.result.change?.verdict === 'worse');
  const stale = results.flatMap((result) => staleFact(result, board.organisation.timeZone));
  const space: Segment = { text: ' ' };
  if (breaches.length > 0) return [first, space, ...mention(breaches, 'beyond a guardrail')];
  if (worse.length > 0) return [first, space, ...mention(worse, 'getting worse')];
  if (moved.length > 0) return [first, space, ...mention(moved, 'getting better')];
  if (stale.length > 0) return [first, space, ...mention(stale, 'stale')];
  return [first];
}
