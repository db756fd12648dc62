import type { Rehearsal } from '@tandem/contracts/guardrails';
import { limitName, limitValue } from '../../text/status-words.js';
import { dateText, durationWords, timeText } from '../../text/time-text.js';
import { BothSides } from '../../ui/both-sides.js';
import { rehearsalShape, type RehearsedSlice } from './rehearsal-geometry.js';
import { REHEARSAL } from './rehearsal-words.js';

const WIDTH = 720;
const HEIGHT = 180;
const LISTED = 12;

function Chart({ rehearsal, slice }: { readonly rehearsal: Rehearsal; readonly slice: RehearsedSlice }) {
  const shape = rehearsalShape(rehearsal, slice, { width: WIDTH, height: HEIGHT, left: 0 });
  if (shape === null) return <p className="text-sm text-text-2">{REHEARSAL.nothing}</p>;
  const { guardrail, metric, from, to, timeZone } = rehearsal;
  const limit = slice.looks.findLast((look) => look.limit !== null)?.limit ?? null;
  return (
    <figure className="m-0">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="block h-44 w-full"
        preserveAspectRatio="none"
        role="img"
        aria-label={REHEARSAL.label(metric.title, slice.episodes.length)}
      >
        {shape.bands.map((band) => (
          <rect
            key={band.x}
            x={band.x}
            width={band.width}
            y={0}
            height={HEIGHT}
            fill="var(--bad-mark)"
            opacity={band.flap ? 0.3 : 0.18}
          />
        ))}
        {[shape.limit, ...shape.bounds].map((path) => (
          <path
            key={path}
            d={path}
            fill="none"
            stroke="var(--bad-mark)"
            strokeWidth="1.25"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <path d={shape.line} fill="none" stroke="var(--ink)" strokeWidth="1.75" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="num mt-1 flex flex-wrap justify-between gap-x-4 text-xs text-text-3">
        <span>{dateText(from, timeZone)}</span>
        <span>
          {REHEARSAL.legend({
            least: limitValue({ ...guardrail, limit: shape.least }, metric.unit),
            most: limitValue({ ...guardrail, limit: shape.most }, metric.unit),
            limit: `${limitName(guardrail)} ${limitValue({ ...guardrail, limit }, metric.unit)}`,
          })}
        </span>
        <span>{dateText(to, timeZone)}</span>
      </figcaption>
    </figure>
  );
}

function Slice({ rehearsal, slice }: { readonly rehearsal: Rehearsal; readonly slice: RehearsedSlice }) {
  const { episodes, flaps, lapsed, firingMs } = slice;
  const { timeZone, guardrail } = rehearsal;
  return (
    <div className="mt-3 first:mt-2">
      <p className="num text-sm">
        {guardrail.by !== null && (
          <b className="font-semibold">{slice.slice === '' ? REHEARSAL.notStated : slice.slice}: </b>
        )}
        {REHEARSAL.fired({ times: episodes.length, duration: durationWords(firingMs), flaps, lapsed })}
      </p>
      <div className="mt-2">
        <Chart rehearsal={rehearsal} slice={slice} />
      </div>
      {episodes.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer">{REHEARSAL.when}</summary>
          <ol className="mt-1 grid gap-2">
            {episodes.slice(-LISTED).map((episode) => (
              <li key={episode.firedAt}>
                <p className="num font-medium">
                  {REHEARSAL.episode(
                    timeText(episode.firedAt, timeZone),
                    episode.endedAt === null ? null : timeText(episode.endedAt, timeZone),
                    episode.flap,
                  )}
                </p>
                <BothSides explanation={episode.explanation} />
              </li>
            ))}
          </ol>
          {episodes.length > LISTED && (
            <p className="mt-1 text-text-2">{REHEARSAL.notListed(episodes.length - LISTED)}</p>
          )}
        </details>
      )}
    </div>
  );
}

/** When a guardrail would have fired, drawn over the history of its metric. */
export function RehearsalPanel({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const { slices, left, guardrail } = rehearsal;
  return (
    <>
      {slices.length === 0 && <p className="text-sm text-text-2">{REHEARSAL.noSlice}</p>}
      {slices.map((slice) => (
        <Slice key={slice.slice} rehearsal={rehearsal} slice={slice} />
      ))}
      {left > 0 && <p className="mt-3 text-sm text-warn">{REHEARSAL.left(left, guardrail.by ?? '')}</p>}
      <p className="mt-3 text-xs text-text-3">{REHEARSAL.judgedAt}</p>
    </>
  );
}
