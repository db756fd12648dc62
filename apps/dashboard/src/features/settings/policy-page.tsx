import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { NotThere } from './not-there.js';
import { newPolicy, policyDraft, writtenPolicy, type PolicyDraft } from './policy-draft.js';
import { EscalationFields, OtherCases, ScopeFields, TogetherFields, type PolicyFieldsProps } from './policy-fields.js';
import { RemoveThing } from './remove-thing.js';
import { POLICY } from './routing-words.js';
import { SettingsPage } from './settings-page.js';
import { ThingForm } from './thing-form.js';
import type { StoredThing } from './use-thing.js';

const back = '/settings/policies';

function optionsOf({ things }: ThingList) {
  return things.map(({ id, thing }) => ({
    value: id,
    label: typeof thing['title'] === 'string' ? thing['title'] : id,
  }));
}

interface FormProps extends Pick<PolicyFieldsProps, 'guardrails' | 'routes'> {
  readonly stored: StoredThing | null;
}

function Form({ stored, guardrails, routes }: FormProps) {
  const [draft, setDraft] = useState<PolicyDraft>(() => (stored ? policyDraft(stored.thing) : newPolicy));
  const [, navigate] = useLocation();
  const edit = (changes: Partial<PolicyDraft>): void => setDraft({ ...draft, ...changes });
  return (
    <ThingForm
      kind="alertPolicy"
      label={POLICY.new}
      stored={stored}
      id={draft.id}
      thing={writtenPolicy(draft)}
      reset={(other) => (other ? setDraft(policyDraft(other.thing)) : navigate(back))}
      onMade={(made) => navigate(`${back}/${made}`)}
      actions={stored && <RemoveThing kind="alertPolicy" stored={stored} title={stored.id} back={back} />}
    >
      {(error) => {
        const props = { draft, edit, error, guardrails, routes };
        return (
          <>
            {stored === null && (
              <FormField
                label={POLICY.id}
                name="id"
                value={draft.id}
                onChange={(id) => edit({ id })}
                error={error}
                hint={POLICY.idHint}
              />
            )}
            <ScopeFields {...props} />
            <TogetherFields {...props} />
            <EscalationFields {...props} />
            <OtherCases {...props} />
          </>
        );
      }}
    </ThingForm>
  );
}

/** One alert policy: for which alerts, and who hears of them when. `null` makes a new one. */
export default function PolicyPage({ id }: { readonly id: string | null }) {
  const list = useResource<ThingList>('/configuration/things/alertPolicy');
  const guardrails = useResource<ThingList>('/configuration/things/guardrail');
  const routes = useResource<ThingList>('/configuration/things/route');
  const crumbs = (
    <PageLink to={back} className="hover:underline">
      {POLICY.title}
    </PageLink>
  );
  return (
    <SettingsPage title={id ?? POLICY.new} intro={POLICY.intro} crumbs={crumbs}>
      <Loaded resource={list} heights={[480]}>
        {({ things }) => (
          <Loaded resource={guardrails} heights={[480]}>
            {(allGuardrails) => (
              <Loaded resource={routes} heights={[480]}>
                {(allRoutes) => {
                  const stored = things.find((one) => one.id === id) ?? null;
                  if (id !== null && stored === null) return <NotThere what={id} />;
                  return <Form stored={stored} guardrails={optionsOf(allGuardrails)} routes={optionsOf(allRoutes)} />;
                }}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </SettingsPage>
  );
}
