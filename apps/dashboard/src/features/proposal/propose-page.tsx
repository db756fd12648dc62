import type { SessionState } from '@tandem/contracts/access';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { MetricDefinition, ProposalList } from '@tandem/contracts/proposals';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { mayAct } from './may-propose.js';
import { isSpeaker } from './may-sign.js';
import { ProposeForm } from './propose-form.js';

/** Why nothing can be proposed now; null when it can. */
function obstacle({ account }: SessionState, { proposals }: ProposalList): { title: string; text: string } | null {
  if (!mayAct(account)) {
    const text = 'A proposal is made by a person of marketing or IT: an administrator says which person you are.';
    return { title: 'You speak for nobody yet', text };
  }
  if (proposals.some(({ state }) => state === 'open')) {
    const text = 'One change waits at a time: sign, refuse or withdraw it on the page of the metric first.';
    return { title: 'A change of this metric waits for signatures', text };
  }
  return null;
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
            const hindered = obstacle(signedIn, list);
            const { account } = signedIn;
            if (hindered !== null) return <Empty title={hindered.title}>{hindered.text}</Empty>;
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
        Metrics
      </PageLink>{' '}
      <span aria-hidden="true">/</span>{' '}
      <PageLink to={path} className="hover:underline">
        {page.data?.metric.title ?? metricKey}
      </PageLink>
    </>
  );
  return (
    <>
      <PageHeading title="Propose a change" crumbs={crumbs}>
        <p className="mt-0.5 text-sm text-text-2">
          The present definition keeps answering for its time. Title, wording and owners are changed in the
          configuration.
        </p>
      </PageHeading>
      <Loaded resource={page} heights={[480]}>
        {(data) => <Ready metricKey={metricKey} page={data} />}
      </Loaded>
    </>
  );
}
