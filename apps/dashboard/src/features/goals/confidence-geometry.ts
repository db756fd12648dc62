import type { Side } from '@tandem/contracts/common';
import type { CheckIn } from '@tandem/contracts/goals';

export interface ConfidencePlace {
  readonly checkIn: CheckIn;
  readonly x: number;
  readonly y: number;
}

export interface ConfidenceShape {
  /** Oldest first. */
  readonly places: readonly ConfidencePlace[];
  /** What a side last said holds until it says something else. */
  readonly lines: readonly { readonly side: Side; readonly path: string; readonly end: { x: number; y: number } }[];
  readonly levels: readonly { readonly level: number; readonly y: number }[];
}

const MOST = 10;
const SIDES: readonly Side[] = ['marketing', 'it'];
const MARGIN = { left: 24, right: 30, top: 10, bottom: 10 };
/** Letters at the ends of two lines that say the same would cover each other. */
const LETTER_GAP = 15;

/** What both sides said over the time of a goal, from 0 to 10; null while nobody has said anything. */
export function confidenceShape(
  checkIns: readonly CheckIn[],
  { fromMs, toMs, width, height }: { fromMs: number; toMs: number; width: number; height: number },
): ConfidenceShape | null {
  const oldestFirst = [...checkIns].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const [first] = oldestFirst;
  if (!first) return null;
  const begin = Math.min(fromMs, Date.parse(first.at));
  const length = Math.max(toMs, Date.parse(oldestFirst.at(-1)?.at ?? first.at)) - begin || 1;
  const x = (ms: number): number => MARGIN.left + ((ms - begin) / length) * (width - MARGIN.left - MARGIN.right);
  const y = (confidence: number): number =>
    MARGIN.top + (1 - confidence / MOST) * (height - MARGIN.top - MARGIN.bottom);
  const places = oldestFirst.map((checkIn) => ({ checkIn, x: x(Date.parse(checkIn.at)), y: y(checkIn.confidence) }));
  const lines = SIDES.flatMap((side) => {
    const own = places.filter(({ checkIn }) => checkIn.side === side);
    const [begins, ...steps] = own;
    const last = own.at(-1);
    if (!begins || !last) return [];
    const end = x(begin + length);
    const path = `M${begins.x} ${begins.y}${steps.map((step) => `H${step.x}V${step.y}`).join('')}H${end}`;
    return [{ side, path, end: { x: end, y: last.y } }];
  });
  return { places, lines: lettersApart(lines), levels: [0, 5, MOST].map((level) => ({ level, y: y(level) })) };
}

function lettersApart(lines: ConfidenceShape['lines']): ConfidenceShape['lines'] {
  const [one, other] = lines;
  if (!one || !other || Math.abs(one.end.y - other.end.y) >= LETTER_GAP) return lines;
  const [upper, lower] = one.end.y <= other.end.y ? [one, other] : [other, one];
  const middle = (upper.end.y + lower.end.y) / 2;
  return [
    { ...upper, end: { ...upper.end, y: middle - LETTER_GAP / 2 } },
    { ...lower, end: { ...lower.end, y: middle + LETTER_GAP / 2 } },
  ];
}
