import type { Catalogue } from '@tandem/contracts/catalogue';
import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ApiError } from '../../api/api-error.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { OwnerChoice } from '../../ui/owner-choice.js';
import { TextArea } from '../../ui/text-area.js';
import { NotThere } from '../settings/not-there.js';
import { UsedBy } from '../settings/remove-thing.js';
import { SettingsGate } from '../settings/settings-page.js';
import { ThingForm } from '../settings/thing-form.js';
import type { StoredThing } from '../settings/use-thing.js';
import { PageHeading } from '../../ui/page-heading.js';
import { METRIC_FORM } from './metric-form-words.js';
import { withWording, wordingOf, type MetricWording } from './metric-wording.js';
import { WordingFields } from './wording-fields.js';

interface FieldsProps {
  readonly draft: MetricWording;
  readonly edit: (changes: Partial<MetricWording>) => void;
  readonly error: ApiError | null;
}

function Words({ draft, edit, error }: FieldsProps) {
  return (
    <>
      <FormField
        label={METRIC_FORM.name}
        name="title"
        value={draft.title}
        onChange={(title) => edit({ title })}
        error={error}
      />
      <TextArea
        label={METRIC_FORM.description}
        value={draft.description}
        onChange={(description) => edit({ description })}
        longest={2000}
      />
      <WordingFields draft={draft} edit={edit} />
    </>
  );
}

function Form({ stored, owners }: { readonly stored: StoredThing; readonly owners: Catalogue['owners'] }) {
  const [draft, setDraft] = useState<MetricWording>(() => wordingOf(stored.thing));
  const [, navigate] = useLocation();
  const edit = (changes: Partial<MetricWording>): void => setDraft({ ...draft, ...changes });
  return (
    <ThingForm
      kind="metric"
      label={METRIC_FORM.form}
      stored={stored}
      id={stored.id}
      thing={withWording(stored.thing, draft)}
      reset={(other) => (other ? setDraft(wordingOf(other.thing)) : navigate('/metrics'))}
      numbers
    >
      {(error) => (
        <>
          <Words draft={draft} edit={edit} error={error} />
          <div className="grid items-start gap-3 sm:grid-cols-2">
            <OwnerChoice chosen={draft} owners={owners} onChange={edit} error={error} />
          </div>
          <fieldset>
            <legend className="text-base font-semibold">{METRIC_FORM.retire}</legend>
            <label className="flex min-h-[28px] items-center gap-2 text-sm">
              <input
                type="checkbox"
                className="h-4 w-4"
                checked={draft.retired}
                onChange={(event) => edit({ retired: event.target.checked })}
              />
              {METRIC_FORM.retired}
            </label>
            <p className="text-xs text-text-3">
              {METRIC_FORM.retireHint} {METRIC_FORM.usedBy} <UsedBy usedBy={stored.usedBy} />.
            </p>
          </fieldset>
        </>
      )}
    </ThingForm>
  );
}

/** How a metric is called, whose it is, and whether it is still in use: what moves no number. */
export default function EditMetricPage({ metricKey }: { readonly metricKey: string }) {
  const list = useResource<ThingList>('/configuration/things/metric');
  const catalogue = useResource<Catalogue>('/catalogue');
  const path = `/metrics/${encodeURIComponent(metricKey)}`;
  const stored = list.data?.things.find(({ id }) => id === metricKey);
  const crumbs = (
    <PageLink to={path} className="hover:underline">
      {stored ? wordingOf(stored.thing).title : metricKey}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={METRIC_FORM.edit} crumbs={crumbs}>
        <p className="max-w-[80ch] text-sm text-text-2">
          {METRIC_FORM.editIntro}{' '}
          <PageLink to={`${path}/propose`} className="lnk">
            {METRIC_FORM.propose}
          </PageLink>
          .
        </p>
      </PageHeading>
      <SettingsGate>
        <Loaded resource={list} heights={[480]}>
          {() => (
            <Loaded resource={catalogue} heights={[480]}>
              {({ owners }) => (stored ? <Form stored={stored} owners={owners} /> : <NotThere what={metricKey} />)}
            </Loaded>
          )}
        </Loaded>
      </SettingsGate>
    </>
  );
}
