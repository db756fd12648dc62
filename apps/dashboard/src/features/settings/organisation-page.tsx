import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { useResource } from '../../api/use-resource.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { SelectField } from '../../ui/select-field.js';
import {
  CUT_OFFS,
  FAILING,
  KEPT_PARTS,
  KEPT_STREAMS,
  organisationDraft,
  writtenOrganisation,
  type OrganisationDraft,
} from './organisation-draft.js';
import { MONTHS, ORGANISATION, STREAMS, WEEKDAYS } from './organisation-words.js';
import { SettingsPage } from './settings-page.js';
import { ThingForm } from './thing-form.js';
import { TimeZoneField } from './time-zone-field.js';
import type { StoredThing } from './use-thing.js';
import { optionsOf } from '../../ui/options-of.js';

interface PartProps {
  readonly draft: OrganisationDraft;
  readonly edit: (path: string, text: string) => void;
  readonly error: ApiError | null;
}

function NameAndTime({ draft, edit, error }: PartProps) {
  const text = (path: string) => ({ name: path, value: draft[path] ?? '', error });
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <FormField label={ORGANISATION.name} {...text('name')} onChange={(name) => edit('name', name)} />
      <TimeZoneField
        name="timeZone"
        value={draft['timeZone'] ?? ''}
        onChange={(zone) => edit('timeZone', zone)}
        error={error}
        hint={ORGANISATION.timeZoneHint}
      />
      <SelectField
        label={ORGANISATION.weekStartsOn}
        {...text('weekStartsOn')}
        options={optionsOf(WEEKDAYS)}
        onChange={(day) => edit('weekStartsOn', day)}
      />
      <SelectField
        label={ORGANISATION.fiscalYear}
        {...text('fiscalYearStartsIn')}
        options={optionsOf(MONTHS)}
        onChange={(month) => edit('fiscalYearStartsIn', month)}
        hint={ORGANISATION.fiscalYearHint}
      />
      <FormField
        label={ORGANISATION.links}
        {...text('linkWithinHours')}
        onChange={(hours) => edit('linkWithinHours', hours)}
        hint={ORGANISATION.linksHint}
      />
    </div>
  );
}

function Several({
  legend,
  hint,
  names,
  words,
  under,
  draft,
  edit,
  error,
}: PartProps & {
  readonly legend: string;
  readonly hint: string;
  readonly names: readonly string[];
  readonly words: Readonly<Record<string, { readonly label: string; readonly hint: string }>>;
  readonly under: string;
}) {
  return (
    <fieldset>
      <legend className="text-base font-semibold">{legend}</legend>
      <p className="text-xs text-text-3">{hint}</p>
      <div className="mt-2 grid items-start gap-3 sm:grid-cols-2">
        {names.map((name) => (
          <FormField
            key={name}
            label={words[name]?.label ?? name}
            name={`${under}.${name}`}
            value={draft[`${under}.${name}`] ?? ''}
            onChange={(text) => edit(`${under}.${name}`, text)}
            error={error}
            required={false}
            hint={words[name]?.hint}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** How long records, their earlier versions and counted days are kept, stream by stream; for ever where nothing is said. */
function Retention({ draft, edit, error }: PartProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-base font-semibold">{ORGANISATION.keep}</legend>
      <p className="text-xs text-text-3">{ORGANISATION.keepHint}</p>
      <div className="mt-2 max-w-[280px]">
        <FormField
          label={ORGANISATION.uploads}
          name="keep.uploads"
          value={draft['keep.uploads'] ?? ''}
          onChange={(text) => edit('keep.uploads', text)}
          error={error}
          required={false}
        />
      </div>
      {KEPT_STREAMS.map((stream) => (
        <fieldset key={stream} className="mt-3 min-w-0">
          <legend className="text-sm font-medium">{STREAMS[stream]}</legend>
          <div className="grid gap-3 sm:grid-cols-3">
            {KEPT_PARTS.map((part) => (
              <FormField
                key={part}
                label={ORGANISATION.parts[part]}
                name={`keep.${part}.${stream}`}
                value={draft[`keep.${part}.${stream}`] ?? ''}
                onChange={(text) => edit(`keep.${part}.${stream}`, text)}
                error={error}
                required={false}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </fieldset>
  );
}

function Form({ stored }: { readonly stored: StoredThing }) {
  const [draft, setDraft] = useState(() => organisationDraft(stored.thing));
  const edit = (path: string, text: string): void => setDraft({ ...draft, [path]: text });
  return (
    <ThingForm
      kind="organisation"
      label={ORGANISATION.title}
      stored={stored}
      id="organisation"
      thing={writtenOrganisation(draft)}
      reset={(other) => setDraft(organisationDraft((other ?? stored).thing))}
      numbers
    >
      {(error) => (
        <>
          <NameAndTime draft={draft} edit={edit} error={error} />
          <Several
            legend={ORGANISATION.failing}
            hint={ORGANISATION.failingHint}
            names={FAILING}
            words={ORGANISATION.failingFields}
            under="failingSources"
            {...{ draft, edit, error }}
          />
          <Several
            legend={ORGANISATION.cutOffs}
            hint={ORGANISATION.cutOffsHint}
            names={CUT_OFFS}
            words={ORGANISATION.cutOffFields}
            under="statusCutOffs"
            {...{ draft, edit, error }}
          />
          <Retention draft={draft} edit={edit} error={error} />
        </>
      )}
    </ThingForm>
  );
}

/** What holds for every number: the zone and weeks that they are counted in, the fiscal year, what is kept, when a source is paused. */
export default function OrganisationPage() {
  const list = useResource<ThingList>('/configuration/things/organisation');
  return (
    <SettingsPage title={ORGANISATION.title} intro={ORGANISATION.intro}>
      <Loaded resource={list} heights={[640]}>
        {({ things }) => things[0] && <Form stored={things[0]} />}
      </Loaded>
    </SettingsPage>
  );
}
