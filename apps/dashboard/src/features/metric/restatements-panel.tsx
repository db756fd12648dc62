import type { MetricPage } from '@tandem/contracts/metrics';
import type { RestatementList } from '@tandem/contracts/restatements';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { valueText } from '../../text/number-text.js';
import { localDateText, plusDays, timeText } from '../../text/time-text.js';
import { Unanswered } from '../../ui/loaded.js';
import { RESTATED_WORDS } from './restated-words.js';

/** Settled days whose value changed afterwards: what they said, what they say, and what brought the change. */
export default function RestatementsPanel({ page }: { readonly page: MetricPage }) {
  const key = encodeURIComponent(page.metric.key);
  const resource = useResource<RestatementList>(
    apiPath(`/metrics/${key}/restatements`, { asKnownAt: page.asKnownAt, limit: '10' }),
  );
  const { data } = resource;
  if (!data) return <Unanswered resource={resource} part={RESTATED_WORDS.title} />;
  const isUnlisted = data.unlisted.some(({ metric }) => metric.key === page.metric.key);
  return (
    <section className="panel px-4 py-3" aria-labelledby="restatements">
      <h2 id="restatements" className="text-base font-semibold">
        {RESTATED_WORDS.title}
      </h2>
      {data.unlisted.map((unlisted) => (
        <p key={unlisted.metric.key} className="mt-1 text-sm text-text-2">
          {unlisted.metric.key !== page.metric.key && `${unlisted.metric.title}: `}
          {RESTATED_WORDS.unlisted[unlisted.reason]}
        </p>
      ))}
      {data.restatements.length === 0 ? (
        !isUnlisted && <p className="mt-1 text-sm text-text-2">{RESTATED_WORDS.none(page.inputs.length > 0)}</p>
      ) : (
        <ul className="mt-1 space-y-2 text-sm">
          {data.restatements.map(({ id, day, before, after, metric, restatedAt, source, version }) => (
            <li key={id}>
              {metric.key !== page.metric.key && `${metric.title}, `}
              <PageLink
                to={`/metrics/${encodeURIComponent(metric.key)}/records`}
                params={{ from: day, to: plusDays(day, 1) }}
                className="lnk"
              >
                {localDateText(day)}
              </PageLink>
              <span className="num">
                : {valueText(before.value, metric.unit)} → {valueText(after.value, metric.unit)}
              </span>
              <span className="num block text-xs text-text-3">
                {RESTATED_WORDS.by(timeText(restatedAt, page.timeZone), version)}{' '}
                <PageLink to={`/sources/${encodeURIComponent(source.id)}`} className="lnk">
                  {source.name}
                </PageLink>
              </span>
            </li>
          ))}
        </ul>
      )}
      {data.next !== null && <p className="mt-1.5 text-xs text-text-3">{RESTATED_WORDS.older}</p>}
    </section>
  );
}
