import type { SessionState } from '@tandem/contracts/access';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { MetricDefinition, ProposalList } from '@tandem/contracts/proposals';
import type { ReactNode } from 'react';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { SpeaksForNobody } from '../access/speaks-for-nobody.js';
import { mayAct } from './may-propose.js';
import { isSpeaker } from './may-sign.js';
import { ProposeForm } from './propose-form.js';
import { words } from './proposal-words.js';

/** Why nothing can be proposed now; null when it can. */
function obstacle({ account }: SessionState, { proposals }: ProposalList, metric: string): ReactNode {
  if (!mayAct(account)) return <SpeaksForNobody rule={words.speaker} />;
  if (!proposals.some(({ state }) => state === 'open')) return null;
  return (
    <Empty title={words.waits} action={{ to: metric, label: words.toMetric }}>
      {words.waitsText}
    </Empty>
  );
}

function Ready({ metricKey, page }: { readonly metricKey: string; readonly page: MetricPage }) {
  const path = `/metrics/${encodeURIComponent(metricKey)}`;
  const session = useResource<SessionState>('/session');
  const proposals = useResource<ProposalList>(`${path}/proposals`);
  const definition = useResource<MetricDefinition>(`${path}/definition`);
  return (
    <Loaded resource={session} heights={[480]}>
      {(signedIn) => (
        <Loaded resource={proposals} heights={[480]}>
          {(list) => {
            const hindered = obstacle(signedIn, list, path);
            const { account } = signedIn;
            if (hindered !== null) return hindered;
            return (
              <Loaded resource={definition} heights={[480]}>
                {/* A version that comes meanwhile is another starting point. */}
                {(latest) =>
                  isSpeaker(account) && (
                    <ProposeForm key={latest.version} page={page} definition={latest} speaker={account} />
                  )
                }
              </Loaded>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

/** A change of what a metric counts, written beside what it would do to the numbers. */
export default function ProposePage({ metricKey }: { readonly metricKey: string }) {
  const path = `/metrics/${encodeURIComponent(metricKey)}`;
  const page = useResource<MetricPage>(path);
  const crumbs = (
    <>
      <PageLink to="/metrics" className="hover:underline">
        {words.metrics}
      </PageLink>{' '}
      <span aria-hidden="true">/</span>{' '}
      <PageLink to={path} className="hover:underline">
        {page.data?.metric.title ?? metricKey}
      </PageLink>
    </>
  );
  return (
    <>
      <PageHeading title={words.title} crumbs={crumbs}>
        <p className="mt-0.5 text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <Loaded resource={page} heights={[480]}>
        {(data) => <Ready metricKey={metricKey} page={data} />}
      </Loaded>
    </>
  );
}
