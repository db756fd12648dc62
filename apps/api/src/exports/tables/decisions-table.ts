import type { Decision, DecisionList } from '@tandem/contracts/decisions';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { momentColumns } from './observation-columns.js';

const latest = ({ grades }: Decision) => grades.at(-1) ?? null;
const signedBy = ({ steps }: Decision, side: 'marketing' | 'it') =>
  steps.find((step) => step.step === 'sign' && step.side === side) ?? null;
const names = (people: readonly { readonly name: string }[]) => people.map(({ name }) => name).join('; ') || null;

/** Decisions with what they promised and their latest grade, a row each. */
export function decisionsTable(list: DecisionList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<Decision>(
    'decisions',
    [
      text('id', ({ id }) => id),
      text('kind', ({ kind }) => kind),
      text('title', ({ title }) => title),
      text('reason', ({ reason }) => reason),
      text('about', ({ about }) => (about === null ? null : `${about.kind} ${about.id}`)),
      text('status', ({ status }) => status),
      text('driver', ({ driver }) => driver.name),
      text('approver_marketing', ({ approvers }) => approvers.marketing?.name ?? null),
      text('approver_it', ({ approvers }) => approvers.it?.name ?? null),
      text('contributors', ({ contributors }) => names(contributors)),
      text('informed', ({ informed }) => names(informed)),
      text('signed_marketing_by', (one) => signedBy(one, 'marketing')?.by?.name ?? null),
      text('signed_marketing_at', (one) => signedBy(one, 'marketing')?.at ?? null),
      text('signed_it_by', (one) => signedBy(one, 'it')?.by?.name ?? null),
      text('signed_it_at', (one) => signedBy(one, 'it')?.at ?? null),
      text('expires_on', ({ expiresOn }) => expiresOn),
      text('metric', ({ effect }) => effect?.metric.key ?? null),
      text('unit', ({ effect }) => effect?.metric.unit ?? null),
      text('direction', ({ effect }) => effect?.direction ?? null),
      number('amount', ({ effect }) => effect?.amount ?? null),
      text('by', ({ effect }) => effect?.by ?? null),
      number('baseline', ({ effect }) => effect?.baseline?.value ?? null),
      number('baseline_version', ({ effect }) => effect?.baseline?.version ?? null),
      text('grade', (one) => latest(one)?.grade ?? null),
      text('grade_reason', (one) => latest(one)?.reason ?? null),
      number('grade_value', (one) => latest(one)?.value ?? null),
      number('grade_version', (one) => latest(one)?.version ?? null),
      number('moved', (one) => latest(one)?.moved ?? null),
      text('graded_at', (one) => latest(one)?.at ?? null),
      number('times_graded', ({ grades }) => grades.length),
      ...momentColumns<Decision>({ timeZone: list.timeZone, asKnownAt: list.asKnownAt ?? answeredAt }),
    ],
    list.decisions,
  );
}
