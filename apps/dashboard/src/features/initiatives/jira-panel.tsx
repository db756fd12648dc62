import type { JiraImported, JiraIntake } from '@tandem/contracts/initiative-intake';
import { useId, useState } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { useTask } from '../../ui/use-task.js';
import { actionText, foundText, INTAKE } from './intake-words.js';

type Change = JiraImported['changes'][number];

function columnsOf(applied: boolean): readonly Column<Change>[] {
  return [
    { title: INTAKE.issue, cell: ({ issue }) => <span className="num whitespace-nowrap">{issue}</span> },
    {
      title: INTAKE.initiative,
      cell: (change) => (
        <>
          {applied ? (
            <PageLink to={`/initiatives/${encodeURIComponent(change.id)}`} className="hit font-medium hover:underline">
              {change.title}
            </PageLink>
          ) : (
            change.title
          )}
          <span className="block text-xs text-text-3">{actionText(change, applied)}</span>
        </>
      ),
    },
  ];
}

function Outcome({ outcome }: { readonly outcome: JiraImported }) {
  return (
    <div className="mt-3">
      <p role="status" className="num text-sm">
        {foundText(outcome)} {outcome.isCut && INTAKE.cut}
      </p>
      <ul className="mt-1 divide-y divide-line text-sm">
        {outcome.refused.map(({ issue, url, column, reason }) => (
          <li key={`${issue} ${column} ${reason}`} className="py-1.5 [overflow-wrap:anywhere]">
            <a className="lnk num font-medium" href={url} rel="noreferrer">
              {issue}
            </a>
            {column === '' ? '' : `, ${column}`}: {reason}
          </li>
        ))}
      </ul>
      {outcome.changes.length > 0 && (
        <DataTable
          caption={INTAKE.changesCaption}
          columns={columnsOf(outcome.applied)}
          rows={outcome.changes}
          rowKey={({ id }) => id}
        />
      )}
    </div>
  );
}

function Import({ mapping }: { readonly mapping: NonNullable<JiraIntake['mapping']> }) {
  const [outcome, setOutcome] = useState<JiraImported | null>(null);
  const { busy, error, attempt } = useTask();
  const send = (dryRun: boolean): void => {
    setOutcome(null);
    void attempt(async () => {
      setOutcome(await askJson<JiraImported>('/initiatives/jira', { method: 'POST', body: { dryRun } }));
      if (!dryRun) invalidateResources((path) => path.startsWith('/initiatives'), 0);
    });
  };
  return (
    <>
      <p className="mt-2 text-sm [overflow-wrap:anywhere]">
        {INTAKE.asks(mapping.connection.name)} <code>{mapping.query}</code>
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <button type="button" className="btn" disabled={busy} onClick={() => send(true)}>
          {INTAKE.look}
        </button>
        <button type="button" className="btn btn-primary" disabled={busy} onClick={() => send(false)}>
          {INTAKE.take}
        </button>
      </div>
      <FormError error={error} />
      {outcome && <Outcome outcome={outcome} />}
    </>
  );
}

/** What the mapping finds in Jira: looked at first, then taken in. */
export function JiraPanel({ isAdministrator }: { readonly isAdministrator: boolean }) {
  const id = useId();
  const intake = useResource<JiraIntake>('/initiatives/jira');
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="text-base font-semibold">
        {INTAKE.jira}
      </h2>
      <p className="mt-1 max-w-[90ch] text-xs text-text-3">{INTAKE.lead}</p>
      <Loaded resource={intake} heights={[64]}>
        {({ mapping }) => (
          <>
            {mapping === null ? (
              <p className="mt-2 text-sm">{INTAKE.noMapping}</p>
            ) : (
              <Import key={mapping.query} mapping={mapping} />
            )}
            <p className="mt-2 text-sm">
              {isAdministrator ? (
                <PageLink to="/settings/initiatives" className="lnk">
                  {mapping === null ? INTAKE.sayMapping : INTAKE.changeMapping}
                </PageLink>
              ) : (
                mapping === null && INTAKE.askAdministrator
              )}
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}
