import type { DefinitionPreview } from '@tandem/contracts/proposals';
import { useResource } from '../../api/use-resource.js';
import { differenceText, valueText } from '../../text/number-text.js';
import { dayText } from '../../text/time-text.js';
import { PREVIEW_WORDS } from './preview-words.js';

const WIDTH = 260;
const HEIGHT = 64;

/** The two histories as lines; a week without a value is a gap. */
function lineOf(values: readonly (string | null)[], low: number, high: number): string {
  const step = WIDTH / Math.max(1, values.length - 1);
  let path = '';
  let isOpen = false;
  values.forEach((value, index) => {
    if (value === null) {
      isOpen = false;
      return;
    }
    const y = HEIGHT - 2 - ((Number(value) - low) / (high - low || 1)) * (HEIGHT - 4);
    path += `${isOpen ? 'L' : 'M'}${(index * step).toFixed(1)},${y.toFixed(1)}`;
    isOpen = true;
  });
  return path;
}

function Lines({ preview }: { readonly preview: DefinitionPreview }) {
  const [before, after] = (['before', 'after'] as const).map((side) =>
    preview.points.map((point) => point[side].value),
  );
  const numbers = [...(before ?? []), ...(after ?? [])].flatMap((value) => (value === null ? [] : [Number(value)]));
  if (numbers.length === 0) return null;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="mt-2 h-16 w-full"
        aria-hidden="true"
        preserveAspectRatio="none"
      >
        <path
          d={lineOf(before ?? [], low, high)}
          className="fill-none stroke-text-3"
          strokeWidth="1.25"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={lineOf(after ?? [], low, high)}
          className="fill-none stroke-ink"
          strokeWidth="1.75"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <p className="text-xs text-text-3">{PREVIEW_WORDS.lines}</p>
    </>
  );
}

/** Both histories over the same weeks: the present definition thin and grey, the proposed one in ink. */
export function PreviewHistories({ preview, timeZone }: { preview: DefinitionPreview; timeZone: string }) {
  const sameUnit = preview.before.unit === preview.after.unit;
  return (
    <div className="mt-2">
      {sameUnit && <Lines preview={preview} />}
      <div className="max-h-64 overflow-auto" tabIndex={0} role="region" aria-label={PREVIEW_WORDS.label}>
        <table className="w-full text-xs">
          <thead>
            <tr className="text-left text-text-3">
              <th scope="col" className="font-normal">
                {PREVIEW_WORDS.weekFrom}
              </th>
              {[PREVIEW_WORDS.now, PREVIEW_WORDS.proposed, PREVIEW_WORDS.change].map((title) => (
                <th key={title} scope="col" className="text-right font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="num">
            {[...preview.points].reverse().map(({ before, after, delta }) => (
              <tr key={before.start} className="border-t border-line">
                <th scope="row" className="text-left font-normal">
                  {dayText(before.start, timeZone)}
                </th>
                <td className="text-right">{valueText(before.value, preview.before.unit)}</td>
                <td className="text-right font-medium">{valueText(after.value, preview.after.unit)}</td>
                <td className="text-right">{sameUnit ? differenceText(delta, preview.after.unit) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The histories of a proposal, counted when they are asked for. */
export function ProposalPreview({ path, timeZone }: { readonly path: string; readonly timeZone: string }) {
  const { data, error } = useResource<DefinitionPreview>(path);
  if (error) {
    return (
      <p role="alert" className="mt-2 text-sm text-bad">
        {error.message}
      </p>
    );
  }
  if (!data) return <p className="mt-2 text-xs text-text-3">{PREVIEW_WORDS.counting}</p>;
  return <PreviewHistories preview={data} timeZone={timeZone} />;
}
