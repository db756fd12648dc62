import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ApiError } from '../../api/api-error.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { SelectField } from '../../ui/select-field.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { NotThere } from './not-there.js';
import { RemoveThing } from './remove-thing.js';
import {
  CHANNELS,
  newRoute,
  newSigningSecret,
  routeDraft,
  writtenRoute,
  type Channel,
  type RouteDraft,
} from './route-draft.js';
import { CHANNEL_WORDS, ROUTE } from './routing-words.js';
import { SettingsPage } from './settings-page.js';
import { ThingForm } from './thing-form.js';
import type { StoredThing } from './use-thing.js';
import { optionsOf } from '../../ui/options-of.js';

const back = '/settings/channels';

interface FieldsProps {
  readonly draft: RouteDraft;
  readonly edit: (changes: Partial<RouteDraft>) => void;
  readonly hasStored: boolean;
  readonly error: ApiError | null;
}

function SecretField({ draft, edit, hasStored, error }: FieldsProps) {
  const { channel } = draft;
  const [made, setMade] = useState('');
  if (channel === 'email') return null;
  return (
    <div>
      <FormField
        label={ROUTE.secret}
        name="secret"
        type="password"
        autoComplete="new-password"
        value={draft.secret}
        onChange={(secret) => edit({ secret })}
        error={error}
        required={!hasStored}
        hint={`${ROUTE.secrets[channel]}${hasStored ? ` ${ROUTE.stored}` : ''}`}
      />
      {channel === 'webhook' && (
        <button
          type="button"
          className="btn mt-2"
          onClick={() => {
            const secret = newSigningSecret();
            setMade(secret);
            edit({ secret });
          }}
        >
          {ROUTE.makeSecret}
        </button>
      )}
      {made !== '' && made === draft.secret && <ShownOnce label={ROUTE.madeSecret} text={made} />}
    </div>
  );
}

function ReceiverFields(props: FieldsProps) {
  const { draft, edit, error } = props;
  const { channel } = draft;
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      {channel === 'webhook' && (
        <FormField label={ROUTE.url} name="url" value={draft.url} onChange={(url) => edit({ url })} error={error} />
      )}
      {channel === 'email' && (
        <FormField
          label={ROUTE.mailboxes}
          name="to"
          value={draft.to}
          onChange={(to) => edit({ to })}
          error={error}
          hint={ROUTE.mailboxesHint}
        />
      )}
      <SecretField {...props} />
      {channel === 'slack' && (
        <FormField
          label={ROUTE.conversation}
          name="to"
          value={draft.to}
          onChange={(to) => edit({ to })}
          error={error}
          required={false}
          hint={ROUTE.conversationHint}
        />
      )}
      {channel === 'pagerduty' && (
        <SelectField
          label={ROUTE.region}
          name="region"
          value={draft.region}
          options={optionsOf(ROUTE.regions)}
          onChange={(region) => edit({ region: region as RouteDraft['region'] })}
          error={error}
        />
      )}
    </div>
  );
}

function Form({ stored }: { readonly stored: StoredThing | null }) {
  const [draft, setDraft] = useState<RouteDraft>(() => (stored ? routeDraft(stored.thing) : newRoute));
  const [, navigate] = useLocation();
  const edit = (changes: Partial<RouteDraft>): void => setDraft({ ...draft, ...changes });
  const hasStored = stored !== null && stored.thing['channel'] === draft.channel && draft.channel !== 'email';
  return (
    <ThingForm
      kind="route"
      label={ROUTE.new}
      stored={stored}
      id={draft.id}
      thing={writtenRoute(draft, hasStored)}
      reset={(other) => (other ? setDraft(routeDraft(other.thing)) : navigate(back))}
      onMade={(made) => navigate(`${back}/${made}`)}
      actions={stored && <RemoveThing kind="route" stored={stored} title={stored.id} back={back} />}
    >
      {(error) => (
        <>
          <div className="grid items-start gap-3 sm:grid-cols-2">
            {stored === null && (
              <FormField
                label={ROUTE.id}
                name="id"
                value={draft.id}
                onChange={(id) => edit({ id })}
                error={error}
                hint={ROUTE.idHint}
              />
            )}
            <SelectField
              label={ROUTE.channel}
              name="channel"
              value={draft.channel}
              options={CHANNELS.map((channel) => ({ value: channel, label: CHANNEL_WORDS[channel] }))}
              onChange={(channel) => edit({ channel: channel as Channel, secret: '', to: '' })}
              error={error}
            />
            <SelectField
              label={ROUTE.side}
              name="side"
              value={draft.side}
              options={optionsOf(ROUTE.sides)}
              onChange={(side) => edit({ side: side as RouteDraft['side'] })}
              error={error}
              hint={ROUTE.sideHint}
            />
          </div>
          <ReceiverFields draft={draft} edit={edit} hasStored={hasStored} error={error} />
        </>
      )}
    </ThingForm>
  );
}

/** One route: where alerts go, and what the receiver knows them by. `null` makes a new one. */
export default function RoutePage({ id }: { readonly id: string | null }) {
  const list = useResource<ThingList>('/configuration/things/route');
  const crumbs = (
    <PageLink to={back} className="hover:underline">
      {ROUTE.title}
    </PageLink>
  );
  return (
    <SettingsPage title={id ?? ROUTE.new} intro={ROUTE.intro} crumbs={crumbs}>
      <Loaded resource={list} heights={[320]}>
        {({ things }) => {
          const stored = things.find((one) => one.id === id) ?? null;
          return id !== null && stored === null ? <NotThere what={id} /> : <Form stored={stored} />;
        }}
      </Loaded>
    </SettingsPage>
  );
}
