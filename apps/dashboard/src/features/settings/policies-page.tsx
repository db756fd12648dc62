import type { ThingList } from '@tandem/contracts/settings';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { effectText, scopeText } from './policy-text.js';
import { POLICY } from './routing-words.js';
import { SettingsPage } from './settings-page.js';

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
                  { title: POLICY.scope, cell: ({ thing }) => scopeText(thing) },
                  { title: POLICY.does, cell: ({ thing }) => effectText(thing) },
                ]}
              />
            </div>
          )
        }
      </Loaded>
    </SettingsPage>
  );
}
