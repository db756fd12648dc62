import type { SessionState } from '@tandem/contracts/access';
import type { Catalogue } from '@tandem/contracts/catalogue';
import type { MetricChoices, NewMetricPreview } from '@tandem/contracts/metric-form';
import { useEffect, useState } from 'react';
import { askJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { Choice } from '../../ui/choice.js';
import { Empty } from '../../ui/empty.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useTask } from '../../ui/use-task.js';
import { idOfTitle } from '../goals/goal-draft.js';
import { draftOfMetric, newMetric, type MetricDraft } from './metric-draft.js';
import { METRIC_FORM } from './metric-form-words.js';
import { MetricForm } from './metric-form.js';

/** The form with a ready-made metric in it, which the server writes out. */
function FromReadyMade({ standard, choices }: { readonly standard: string; readonly choices: MetricChoices }) {
  const { error, attempt } = useTask();
  const [start, setStart] = useState<MetricDraft | null>(null);
  // The form begins once; what arrives while it is filled in does not begin it anew.
  const [known] = useState(choices);
  useEffect(() => {
    const key = idOfTitle(
      standard,
      known.metrics.map((metric) => metric.key),
    );
    void attempt(async () => {
      const body = { thing: { standard, key } };
      const { thing } = await askJson<NewMetricPreview>('/metrics/preview', { method: 'POST', body });
      setStart(draftOfMetric(thing, known));
    });
  }, [standard, known, attempt]);
  if (error) return <FormError error={error} />;
  return start === null ? <Skeleton heights={[640]} /> : <MetricForm start={start} choices={choices} />;
}

function Start({ choices }: { readonly choices: MetricChoices }) {
  const { params } = useParams();
  const from = params.get('from');
  if (from) return <FromReadyMade key={from} standard={from} choices={choices} />;
  return <MetricForm start={newMetric(choices)} choices={choices} />;
}

function ReadyMadeChoice() {
  const { params, set } = useParams();
  const catalogue = useResource<Catalogue>('/catalogue');
  return (
    <Choice
      label={METRIC_FORM.fromReady}
      value={params.get('from') ?? ''}
      options={[
        { value: '', label: METRIC_FORM.fromReady },
        ...(catalogue.data?.metrics ?? []).map(({ key, title }) => ({ value: key, label: title })),
      ]}
      onChange={(from) => set({ from: from === '' ? null : from })}
    />
  );
}

/** A metric of one's own: from scratch, or from a ready-made one (`?from=`). */
export default function NewMetricPage() {
  const session = useResource<SessionState>('/session');
  const choices = useResource<MetricChoices>('/metric-choices');
  const crumbs = (
    <PageLink to="/metrics" className="hover:underline">
      {METRIC_FORM.metrics}
    </PageLink>
  );
  const mayMake = session.data?.account?.role === 'administrator';
  return (
    <>
      <PageHeading title={METRIC_FORM.title} crumbs={crumbs} controls={mayMake && <ReadyMadeChoice />}>
        <p className="max-w-[80ch] text-sm text-text-2">{METRIC_FORM.intro}</p>
      </PageHeading>
      <Loaded resource={session} heights={[640]}>
        {() =>
          mayMake ? (
            <Loaded resource={choices} heights={[640]}>
              {(data) => <Start choices={data} />}
            </Loaded>
          ) : (
            <Empty title={METRIC_FORM.forbidden}>{METRIC_FORM.forbiddenText}</Empty>
          )
        }
      </Loaded>
    </>
  );
}
