import type { MetricPage } from '@tandem/contracts/metrics';
import { lazy } from 'react';
import { useParams } from '../../navigation/use-params.js';
import { useWanted } from '../../ui/use-near.js';
import { dimensionName } from './breakdown-message.js';
import { BREAKDOWN_WORDS } from './chart-words.js';
import { LatePart } from '../../shell/page-boundary.js';

const BreakdownPanel = lazy(() => import('./breakdown-panel.js'));

/** The place of the breakdown, by its name and about as high, until it is wanted: its tabs alone weigh an eighth of the page. */
export function LateBreakdown({ page }: { readonly page: MetricPage }) {
  const { ref, isNear } = useWanted<HTMLDivElement>();
  const { params } = useParams();
  const { dimensions } = page;
  const by = dimensions.find((dimension) => dimension === params.get('by')) ?? dimensions[0];
  if (by === undefined) return null;
  const place = (
    <section className="panel min-h-[320px] px-4 py-3" aria-labelledby="breakdown" aria-busy={isNear}>
      <h2 id="breakdown" className="text-base font-semibold">
        {BREAKDOWN_WORDS.by(dimensionName(by).toLowerCase())}
      </h2>
    </section>
  );
  return (
    <div ref={ref}>
      {isNear ? (
        <LatePart fallback={place}>
          <BreakdownPanel page={page} />
        </LatePart>
      ) : (
        place
      )}
    </div>
  );
}
