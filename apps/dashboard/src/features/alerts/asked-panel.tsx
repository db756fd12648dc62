import type { SessionState } from '@tandem/contracts/access';
import type { AskedList } from '@tandem/contracts/reviews';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Unanswered } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { ASKED } from './asked-words.js';

/** What somebody is asked to explain before the coming review, for as long as nobody of the side has. */
export function AskedPanel({ scope }: { readonly scope: 'mine' | 'side' | 'all' }) {
  const session = useResource<SessionState>('/session');
  const resource = useResource<AskedList>('/reviews/asked');
  const { data } = resource;
  const account = session.data?.account ?? null;
  const asked = (data?.asked ?? []).filter(
    ({ side, person }) =>
      scope === 'all' || (scope === 'side' ? side === account?.side : person.id === account?.personId),
  );
  if (data?.review == null || asked.length === 0) return <Unanswered resource={resource} part={ASKED.title} />;
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="asked">
      <h2 id="asked" className="text-base font-semibold">
        {ASKED.title}
      </h2>
      <ul className="mt-1 divide-y divide-line text-sm">
        {asked.map(({ metric, side, person }) => (
          <li key={`${metric.key} ${person.id}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <PageLink to={`/reviews/${data.review}#whatMoved`} className="hit font-medium hover:underline">
              {metric.title}
            </PageLink>
            <span className="inline-flex items-center gap-1.5 text-text-2">
              <DepartmentBox side={side} />
              <span className="sr">{departmentName(side)}: </span>
              {person.name}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
