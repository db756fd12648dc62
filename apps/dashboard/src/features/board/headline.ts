import type { Board, BoardGoal, KeyResultProgress } from '@tandem/contracts/board';
import { countWord, distanceText } from '../../text/number-text.js';
import { durationWords, lastDayText, localDayText } from '../../text/time-text.js';
import { drawnLimit } from '../../text/status-words.js';
import { words } from './headline-words.js';

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
  if (of === 1) return words.theGoal;
  if (count === of) return of === 2 ? words.bothGoals : words.allGoals(countWord(of));
  return words.someGoals(capital(countWord(count)), countWord(of));
}

/** "31 Dec" when all the goals that are spoken of are due on the same day, else null. */
function sharedDue(goals: readonly BoardGoal[]): string | null {
  const dues = new Set(goals.map((goal) => goal.due));
  const [due] = dues;
  return dues.size === 1 && due !== undefined ? localDayText(due).replace(' ', '\u00a0') : null;
}

function isForecastToMiss(goal: BoardGoal): boolean {
  return goal.keyResults.some((result) => BEHIND.has(result.status) && FORECAST_MISSES.has(result.statusReason));
}

/** One sentence about the goals: will we hit them? */
function verdictOnGoals(goals: readonly BoardGoal[]): string {
  const behind = goals.filter((goal) => BEHIND.has(goal.status));
  const missed = goals.filter((goal) => goal.status === 'missed');
  const well = goals.filter((goal) => goal.status === 'onTrack' || goal.status === 'achieved');
  if (behind.length > 0) {
    const goalsBehind = goalsText(behind.length, goals.length);
    return behind.every(isForecastToMiss)
      ? words.forecastToMiss(goalsBehind, behind.length, sharedDue(behind))
      : words.notOnTrack(goalsBehind, behind.length, sharedDue(behind));
  }
  if (missed.length > 0) return words.missed(goalsText(missed.length, goals.length));
  const goalsWell = goalsText(well.length, goals.length);
  if (well.length === goals.length) return words.onTrack(goalsWell, well.length, sharedDue(well));
  return well.length === 0 ? words.noVerdict : words.someOnTrack(goalsWell, well.length);
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
    drawnLimit(guardrail) === null ? words.beyond : guardrail.side === 'floor' ? words.underFloor : words.overCeiling;
  const text =
    guardrail.since === null
      ? words.isBeyond(where)
      : words.hasBeenBeyond(where, durationWords(nowMs - Date.parse(guardrail.since)));
  return [{ result, text }];
}

function movedFact(result: KeyResultProgress): Fact[] {
  const { change, metric } = result;
  if (change?.verdict !== 'worse' && change?.verdict !== 'better') return [];
  const moved = change.verdict === 'worse' ? words.gotWorse : words.improved;
  return [{ result, text: moved(distanceText(change.delta, metric.unit), change.days) }];
}

function staleFact(result: KeyResultProgress, timeZone: string): Fact[] {
  if (!result.freshness.stale) return [];
  const { dataTo } = result.freshness;
  return [{ result, text: dataTo === null ? words.hasNoData : words.noDataSince(lastDayText(dataTo, timeZone)) }];
}

function mention(facts: readonly Fact[], more: (count: number) => string): Segment[] {
  const shown = facts.slice(0, NAMED_FACTS);
  const rest = facts.length - shown.length;
  const segments: Segment[] = [];
  shown.forEach((fact, index) => {
    if (index > 0) segments.push({ text: rest > 0 ? '; ' : words.and });
    segments.push(
      { text: fact.result.metric.title, to: `/metrics/${fact.result.metric.key}` },
      { text: ` ${fact.text}` },
    );
  });
  segments.push({ text: rest > 0 ? more(rest) : '.' });
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
  if (goals.length === 0) return [{ text: words.noneAgreed, strong: true }];
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
  if (breaches.length > 0) return [first, space, ...mention(breaches, words.moreBeyond)];
  if (worse.length > 0) return [first, space, ...mention(worse, words.moreWorse)];
  if (moved.length > 0) return [first, space, ...mention(moved, words.moreBetter)];
  if (stale.length > 0) return [first, space, ...mention(stale, words.moreStale)];
  return [first];
}
