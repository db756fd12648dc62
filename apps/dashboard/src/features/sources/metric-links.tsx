import type { Source } from '@tandem/contracts/sources';
import { PageLink } from '../../navigation/page-link.js';
import { SOURCES } from './source-list-words.js';

/** What a source feeds. */
export function MetricLinks({ metrics }: { readonly metrics: Source['metrics'] }) {
  if (metrics.length === 0) return <span className="text-text-3">{SOURCES.noMetric}</span>;
  return (
    <ul>
      {metrics.map((metric) => (
        <li key={metric.key}>
          <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="lnk">
            {metric.title}
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
