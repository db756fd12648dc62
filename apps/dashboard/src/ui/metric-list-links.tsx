import type { MetricPage } from '@tandem/contracts/metrics';
import { PageLink } from '../navigation/page-link.js';

/** Links to metrics, one after the other. */
export function MetricListLinks({ metrics }: { readonly metrics: MetricPage['inputs'] }) {
  return metrics.map(({ key, title }, index) => (
    <span key={key}>
      {index > 0 && ', '}
      <PageLink to={`/metrics/${encodeURIComponent(key)}`} className="lnk">
        {title}
      </PageLink>
    </span>
  ));
}
