import type { Rehearsal } from '@tandem/contracts/guardrails';

export type RehearsedSlice = Rehearsal['slices'][number];

export interface RehearsalShape {
  /** What was held against the limit, day by day; broken where there was nothing to judge. */
  readonly line: string;
  /** The limit, in steps where it moves with its baseline. */
  readonly limit: string;
  readonly bounds: readonly string[];
  readonly bands: readonly { readonly x: number; readonly width: number; readonly flap: boolean }[];
  /** The least and the most that was judged, as it was shown. */
  readonly least: string | null;
  readonly most: string | null;
  readonly y: (value: number) => number;
}

const ROOM = 0.08;

/** Time runs right, values are never flipped. null when nothing could be judged. */
export function rehearsalShape(
  { from, to }: Pick<Rehearsal, 'from' | 'to'>,
  { looks, episodes }: RehearsedSlice,
  frame: { readonly width: number; readonly height: number; readonly left: number },
): RehearsalShape | null {
  const values = looks.flatMap(({ measured, limit, bounds }) =>
    [measured, limit, bounds?.lower, bounds?.upper].flatMap((text) => (text ? [Number(text)] : [])),
  );
  if (!looks.some(({ measured }) => measured !== null) || values.length === 0) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const spread = most - least || Math.abs(most) / 10 || 1;
  const [low, high] = [least - spread * ROOM, most + spread * ROOM];
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const x = (at: string) => frame.left + ((Date.parse(at) - start) / (end - start)) * (frame.width - frame.left);
  const y = (value: number) => (1 - (value - low) / (high - low)) * frame.height;
  const path = (pick: (look: RehearsedSlice['looks'][number]) => string | null | undefined) => {
    let pen = 'M';
    return looks.reduce((drawn, look) => {
      const text = pick(look);
      if (text === null || text === undefined) {
        pen = 'M';
        return drawn;
      }
      const step = `${pen}${x(look.at).toFixed(1)} ${y(Number(text)).toFixed(1)}`;
      pen = 'L';
      return drawn + step;
    }, '');
  };
  const judged = looks.some(({ bounds }) => bounds !== null);
  return {
    line: path(({ measured }) => measured),
    limit: judged ? '' : path(({ limit }) => limit),
    bounds: judged ? [path(({ bounds }) => bounds?.lower), path(({ bounds }) => bounds?.upper)] : [],
    bands: episodes.map(({ firedAt, endedAt, flap }) => {
      const at = x(firedAt);
      return { x: at, width: Math.max(2, x(endedAt ?? to) - at), flap };
    }),
    ...extremes(looks),
    y,
  };
}

function extremes(looks: RehearsedSlice['looks']) {
  const shown = looks.flatMap(({ measured }) => measured ?? []).sort((a, b) => Number(a) - Number(b));
  return { least: shown[0] ?? null, most: shown.at(-1) ?? null };
}
