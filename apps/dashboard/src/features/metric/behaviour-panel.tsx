import type { Behaviour } from '@tandem/contracts/metrics';
import { useState } from 'react';
import { counted, valueText } from '../../text/number-text.js';
import { dateText } from '../../text/time-text.js';
import { BEHAVIOUR_HEIGHT, BehaviourChart } from './behaviour-chart.js';
import { behaviourMessage, pointsText, signalText } from './behaviour-message.js';
import { useWidth } from './use-width.js';

interface BehaviourPanelProps {
  readonly behaviour: Behaviour | null;
  readonly unit: string;
  readonly timeZone: string;
}

function BehaviourTable({ behaviour, unit, timeZone }: BehaviourPanelProps & { readonly behaviour: Behaviour }) {
  return (
    <div className="max-h-[240px] overflow-auto" tabIndex={0} role="region" aria-label="Process behaviour as a table">
      <table className="num w-full text-sm">
        <caption className="sr">Values and signals</caption>
        <thead className="text-xs text-text-3 [&_th]:border-b [&_th]:border-line [&_th]:px-2 [&_th]:py-1.5 [&_th]:font-medium">
          <tr>
            <th scope="col" className="text-left">
              Period to
            </th>
            <th scope="col" className="text-right">
              Value
            </th>
            <th scope="col" className="text-left">
              Signal
            </th>
          </tr>
        </thead>
        <tbody>
          {behaviour.points.map((point) => (
            <tr key={point.end} className="border-b border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {dateText(Date.parse(point.end) - 1, timeZone)}
              </th>
              <td className="px-2 text-right">{valueText(point.value, unit)}</td>
              <td className="px-2 text-text-2">{signalText(point.signal)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Real or noise? */
export function BehaviourPanel({ behaviour, unit, timeZone }: BehaviourPanelProps) {
  const { ref, width } = useWidth();
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="panel px-4 py-3" aria-labelledby="behaviour">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="behaviour" className="text-base font-semibold">
          {behaviour === null ? 'Real or noise: too little history to tell' : behaviourMessage(behaviour)}
        </h2>
        {behaviour !== null && (
          <button type="button" className="lnk noprint text-sm" onClick={() => setAsTable(!asTable)}>
            {asTable ? 'View as chart' : 'View as table'}
          </button>
        )}
      </div>
      {behaviour === null ? (
        <p className="mt-1 text-sm text-text-2">
          The limits of ordinary variation need more complete periods than there are.
        </p>
      ) : (
        <>
          <p className="text-xs text-text-3">
            {pointsText(behaviour)}; limits from the first {counted(behaviour.baselinePoints, 'point')}, mean ± 2.66 ×
            average moving range. A ring is a signal.
          </p>
          <div ref={ref} className="mt-1" style={{ minHeight: BEHAVIOUR_HEIGHT }}>
            {asTable ? (
              <BehaviourTable behaviour={behaviour} unit={unit} timeZone={timeZone} />
            ) : (
              width > 0 && <BehaviourChart behaviour={behaviour} unit={unit} timeZone={timeZone} width={width} />
            )}
          </div>
        </>
      )}
    </section>
  );
}
