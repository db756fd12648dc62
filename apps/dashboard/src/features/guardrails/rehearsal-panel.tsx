import type { Rehearsal } from '@tandem/contracts/guardrails';
import { counted } from '../../text/number-text.js';
import { limitName, limitValue } from '../../text/status-words.js';
import { dateText, durationWords, timeText } from '../../text/time-text.js';
import { BothSides } from '../../ui/both-sides.js';
import { rehearsalShape, type RehearsedSlice } from './rehearsal-geometry.js';

const WIDTH = 720;
const HEIGHT = 180;
const LISTED = 12;

function Chart({ rehearsal, slice }: { readonly rehearsal: Rehearsal; readonly slice: RehearsedSlice }) {
  const shape = rehearsalShape(rehearsal, slice, { width: WIDTH, height: HEIGHT, left: 0 });
  if (shape === null) return <p className="text-sm text-text-2">Nothing could be judged in this time.</p>;
  const { guardrail, metric, from, to, timeZone } = rehearsal;
  const limit = slice.looks.findLast((look) => look.limit !== null)?.limit ?? null;
  return (
    <figure className="m-0">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="block h-44 w-full"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${metric.title} over time, ${counted(slice.episodes.length, 'firing')} marked`}
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
          {`line: what is judged, from ${limitValue({ ...guardrail, limit: shape.least }, metric.unit)} to ${limitValue({ ...guardrail, limit: shape.most }, metric.unit)}; `}
          red: {limitName(guardrail)} {limitValue({ ...guardrail, limit }, metric.unit)}; band: it would have fired
        </span>
        <span>{dateText(to, timeZone)}</span>
      </figcaption>
    </figure>
  );
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function Slice({ rehearsal, slice }: { readonly rehearsal: Rehearsal; readonly slice: RehearsedSlice }) {
  const { episodes, flaps, lapsed, firingMs } = slice;
  const { timeZone, guardrail } = rehearsal;
  return (
    <div className="mt-3 first:mt-2">
      <p className="num text-sm">
        {guardrail.by !== null && <b className="font-semibold">{slice.slice === '' ? 'not stated' : slice.slice}: </b>}
        It would have fired {times(episodes.length)}
        {episodes.length > 0 && `, for ${durationWords(firingMs)} in all`}
        {flaps > 0 && `, ${times(flaps)} again within 7 days`}
        {lapsed > 0 && `; ${counted(lapsed, 'breach', 'breaches')} ended before it fired`}.
      </p>
      <div className="mt-2">
        <Chart rehearsal={rehearsal} slice={slice} />
      </div>
      {episodes.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="cursor-pointer">When, and what it would have said</summary>
          <ol className="mt-1 grid gap-2">
            {episodes.slice(-LISTED).map((episode) => (
              <li key={episode.firedAt}>
                <p className="num font-medium">
                  {timeText(episode.firedAt, timeZone)} to{' '}
                  {episode.endedAt === null ? 'now' : timeText(episode.endedAt, timeZone)}
                  {episode.flap && ', again within 7 days'}
                </p>
                <BothSides explanation={episode.explanation} />
              </li>
            ))}
          </ol>
          {episodes.length > LISTED && (
            <p className="mt-1 text-text-2">{counted(episodes.length - LISTED, 'earlier one')} not listed.</p>
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
      {slices.length === 0 && (
        <p className="text-sm text-text-2">No value of the dimension has events in its window.</p>
      )}
      {slices.map((slice) => (
        <Slice key={slice.slice} rehearsal={rehearsal} slice={slice} />
      ))}
      {left > 0 && (
        <p className="mt-3 text-sm text-warn">
          {counted(left, 'more value')} of {guardrail.by} {left === 1 ? 'was' : 'were'} left out: they have fewer
          events.
        </p>
      )}
      <p className="mt-3 text-xs text-text-3">
        Judged at the end of each day on the values as they stand now; what came late is counted as if it had come in
        time.
      </p>
    </>
  );
}
