import type { ThingList } from '@tandem/contracts/settings';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { policyDraft } from './policy-draft.js';
import { POLICY } from './routing-words.js';
import { SettingsPage } from './settings-page.js';
import type { StoredThing } from './use-thing.js';

function scopeText({ thing }: StoredThing): string {
  const { guardrails, severity } = policyDraft(thing);
  const which = guardrails.length === 0 ? POLICY.everyGuardrail : guardrails.join(', ');
  return severity === '' ? which : POLICY.severityOnly(which, severity);
}

function effectText({ thing }: StoredThing): string {
  const { isGrouped, groupBy, repeatEvery, escalation } = policyDraft(thing);
  return [
    isGrouped ? POLICY.toldTogether(groupBy) : '',
    repeatEvery === '' ? '' : POLICY.repeated(repeatEvery),
    ...escalation.map(({ after, routes }) => POLICY.then(after, routes.join(', '))),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Who is told of what, in the order in which policies are asked. */
export default function PoliciesPage() {
  const list = useResource<ThingList>('/configuration/things/alertPolicy');
  const add = (
    <PageLink to="/settings/policies/new" className="btn btn-primary">
      {POLICY.add}
    </PageLink>
  );
  return (
    <SettingsPage title={POLICY.title} intro={POLICY.intro} controls={add}>
      <Loaded resource={list} heights={[240]}>
        {({ things }) =>
          things.length === 0 ? (
            <Empty title={POLICY.none}>{POLICY.noneText}</Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption={POLICY.order}
                rows={things}
                rowKey={({ id }) => id}
                columns={[
                  {
                    title: POLICY.id,
                    cell: ({ id }) => (
                      <PageLink to={`/settings/policies/${encodeURIComponent(id)}`} className="lnk font-medium">
                        {id}
                      </PageLink>
                    ),
                  },
                  { title: POLICY.scope, cell: scopeText },
                  { title: POLICY.does, cell: effectText },
                ]}
              />
            </div>
          )
        }
      </Loaded>
    </SettingsPage>
  );
}
