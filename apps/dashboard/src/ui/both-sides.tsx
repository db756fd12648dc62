import type { AlertItem } from '@tandem/contracts/alerts';
import { DepartmentBox, departmentName } from './owners.js';

/** The same fact in the words of each side: two sentences with the same digits. */
export function BothSides({ explanation }: { readonly explanation: NonNullable<AlertItem['explanation']> }) {
  const { marketing, it } = explanation;
  if (marketing === it) return <p className="num text-sm">{it}</p>;
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-2 gap-y-1 text-sm">
      <dt>
        <DepartmentBox side="marketing" />
        <span className="sr">{departmentName('marketing')}</span>
      </dt>
      <dd className="num">{marketing}</dd>
      <dt>
        <DepartmentBox side="it" />
        <span className="sr">{departmentName('it')}</span>
      </dt>
      <dd className="num">{it}</dd>
    </dl>
  );
}
