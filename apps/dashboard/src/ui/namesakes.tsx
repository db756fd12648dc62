import { PageLink } from '../navigation/page-link.js';

/** Other metrics of the same name that count something else: by their keys, since their titles are the same. */
export function Namesakes({ metrics }: { readonly metrics: readonly { readonly key: string }[] }) {
  if (metrics.length === 0) return null;
  return (
    <span className="block text-xs text-warn">
      Of the same name, with another formula:{' '}
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
