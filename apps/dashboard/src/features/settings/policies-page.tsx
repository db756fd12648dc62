import type { ThingList } from '@tandem/contracts/settings';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { MoveButtons, usePolicyOrder } from './policy-order.js';
import { effectText, scopeText } from './policy-text.js';
import { POLICY } from './routing-words.js';
import { SettingsPage } from './settings-page.js';

function Policies({ things }: Pick<ThingList, 'things'>) {
  const ids = things.map(({ id }) => id);
  const { move, said, error } = usePolicyOrder(ids);
  return (
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
          ...(ids.length < 2
            ? []
            : [
                {
                  title: POLICY.asked,
                  cell: ({ id }: ThingList['things'][number]) => <MoveButtons id={id} ids={ids} move={move} />,
                },
              ]),
        ]}
      />
      <p role="status" className="mt-2 min-h-[20px] text-sm text-text-2">
        {said}
      </p>
      <FormError error={error} />
    </div>
  );
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
          things.length === 0 ? <Empty title={POLICY.none}>{POLICY.noneText}</Empty> : <Policies things={things} />
        }
      </Loaded>
    </SettingsPage>
  );
}
