import { PageLink } from '../navigation/page-link.js';
import { words } from './ui-words.js';

/** Other metrics of the same name that count something else: by their keys, since their titles are the same. */
export function Namesakes({ metrics }: { readonly metrics: readonly { readonly key: string }[] }) {
  if (metrics.length === 0) return null;
  return (
    <span className="block text-xs text-warn">
      {words.namesakes}{' '}
      {metrics.map(({ key }, index) => (
        <span key={key}>
          {index > 0 && ', '}
          <PageLink to={`/metrics/${encodeURIComponent(key)}`} className="lnk">
            {key}
          </PageLink>
        </span>
      ))}
    </span>
  );
}
