import type { NewMetricPreview } from '@tandem/contracts/metric-form';
import { countText, valueText } from '../../text/number-text.js';
import { dayText } from '../../text/time-text.js';
import { METRIC_FORM } from './metric-form-words.js';

const WIDTH = 260;
const HEIGHT = 72;

/** The weeks as a line; one without a value is a gap, never zero. */
function lineOf(values: readonly (string | null)[]): string {
  const numbers = values.flatMap((value) => (value === null ? [] : [Number(value)]));
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const step = WIDTH / Math.max(1, values.length - 1);
  return values
    .map((value, index) => {
      if (value === null) return '';
      const y = HEIGHT - 3 - ((Number(value) - low) / (high - low || 1)) * (HEIGHT - 6);
      const isFirst = index === 0 || values[index - 1] === null;
      return `${isFirst ? 'M' : 'L'}${(index * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join('');
}

/** What a metric says now and in the weeks before, as a line and as a table. */
export function ValueHistory({ preview, unit }: { readonly preview: NewMetricPreview; readonly unit: string }) {
  const { current, weeks, timeZone, formula } = preview;
  return (
    <>
      <p className="num mt-2">
        <span className="text-sm text-text-2">{METRIC_FORM.now} </span>
        <b className="text-2xl font-semibold">{valueText(current.value, unit)}</b>{' '}
        <span className="text-sm text-text-2">
          {current.value === null ? METRIC_FORM.noValue : METRIC_FORM.records(countText(current.n))}
        </span>
      </p>
      <p className="text-xs text-text-3">{formula}</p>
      {weeks.some(({ value }) => value !== null) && (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          className="mt-2 h-[72px] w-full"
          aria-hidden="true"
          preserveAspectRatio="none"
        >
          <path
            d={lineOf(weeks.map(({ value }) => value))}
            className="fill-none stroke-ink"
            strokeWidth="1.75"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      )}
      <div className="mt-2 max-h-64 overflow-auto" tabIndex={0} role="region" aria-label={METRIC_FORM.weeks}>
        <table className="w-full text-xs">
          <thead>
            <tr className="text-left text-text-3">
              <th scope="col" className="font-normal">
                {METRIC_FORM.weekFrom}
              </th>
              <th scope="col" className="text-right font-normal">
                {METRIC_FORM.weekValue}
              </th>
              <th scope="col" className="text-right font-normal">
                {METRIC_FORM.weekRecords}
              </th>
            </tr>
          </thead>
          <tbody className="num">
            {[...weeks].reverse().map(({ start, value, n }) => (
              <tr key={start} className="border-t border-line">
                <th scope="row" className="text-left font-normal">
                  {dayText(start, timeZone)}
                </th>
                <td className="text-right font-medium">{valueText(value, unit)}</td>
                <td className="text-right">{countText(n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
