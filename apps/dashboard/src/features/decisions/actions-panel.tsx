import type { Action, ActionList } from '@tandem/contracts/actions';
import type { GoalChoices } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { Glyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { SelectField } from '../../ui/select-field.js';
import { ACTION_GLYPHS, actionStatusText, dueText, effectText, words } from './action-words.js';

const asked = (path: string): boolean => /^\/(actions|communication-gaps|decisions)/.test(path);

/** Closes an action with what came of it, or gives it another day with the reason. */
function ActionForm({ action }: { readonly action: Action }) {
  const [said, setSaid] = useState('');
  const [due, setDue] = useState(action.due);
  const { busy, error, attempt } = useTask();
  const send = (path: string, body: object): void =>
    void attempt(async () => {
      await askJson(`/actions/${action.id}/${path}`, { method: 'POST', body });
      invalidateResources(asked, 0);
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send('close', { as: 'done', result: said });
  };
  return (
    <details className="noprint mt-1">
      <summary className="lnk inline-flex min-h-[24px] cursor-pointer items-center text-sm">
        {words.closeOrMove}
        <span className="sr"> {action.title}</span>
      </summary>
      <form className="mt-2 max-w-[420px] space-y-2" onSubmit={submit}>
        <FormField label={words.result} name="result" value={said} onChange={setSaid} error={error} />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {words.done}
          </button>
          <button
            type="button"
            className="btn"
            disabled={busy || said.trim() === ''}
            onClick={() => send('close', { as: 'dropped', result: said })}
          >
            {words.drop}
          </button>
        </div>
        <div className="flex flex-wrap items-end gap-2">
          <FormField label={words.anotherDay} name="due" type="date" value={due} onChange={setDue} error={error} />
          <button
            type="button"
            className="btn"
            disabled={busy || said.trim() === '' || due === action.due}
            onClick={() => send('change', { due, reason: said })}
          >
            {words.move}
          </button>
        </div>
        <FormError error={error} fields={['result', 'due']} />
      </form>
    </details>
  );
}

function columns(mayAct: boolean): readonly Column<Action>[] {
  return [
    {
      title: words.action,
      cell: (action) => (
        <>
          <span className="font-medium">{action.title}</span>
          {action.text !== '' && <span className="block text-xs text-text-3">{action.text}</span>}
          {action.decision !== null && (
            <PageLink to={`/decisions/${action.decision}`} className="lnk block text-xs">
              {words.fromDecision(action.decision)}
            </PageLink>
          )}
          {action.result !== null && <span className="block text-xs text-text-2">{action.result}</span>}
          {mayAct && action.closedAt === null && <ActionForm key={action.due} action={action} />}
        </>
      ),
    },
    {
      title: words.owner,
      cell: ({ owner, side }) => (
        <span className="inline-flex items-center gap-1.5">
          <DepartmentBox side={side} />
          <span className="sr">{departmentName(side)}: </span>
          {owner.name}
        </span>
      ),
    },
    { title: words.due, cell: (action) => <span className="num whitespace-nowrap">{dueText(action)}</span> },
    {
      title: words.state,
      cell: (action) => (
        <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <Glyph name={ACTION_GLYPHS[action.status]} />
          {actionStatusText(action)}
        </span>
      ),
    },
    { title: words.effect, align: 'right', cell: (action) => effectText(action) },
  ];
}

/** Opens an action for somebody of a side. */
export function OpenAction({ decision, metric }: { readonly decision: string | null; readonly metric: string | null }) {
  const choices = useResource<GoalChoices>('/goal-choices');
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState('');
  const [due, setDue] = useState('');
  const [moved, setMoved] = useState(metric ?? '');
  const { busy, error, attempt } = useTask();
  const owners = choices.data?.owners ?? [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const body = { title, text: '', owner, due, metric: moved === '' ? null : moved, decision };
      await askJson('/actions', { method: 'POST', body });
      setTitle('');
      invalidateResources(asked, 0);
    });
  };
  return (
    <details className="panel noprint mt-2 px-4 py-2">
      <summary className="inline-flex min-h-[32px] cursor-pointer items-center text-sm font-medium">
        {words.openOne}
      </summary>
      <form className="mt-2 grid items-start gap-3 pb-2 md:grid-cols-2" onSubmit={submit}>
        <FormField label={words.what} name="title" value={title} onChange={setTitle} error={error} />
        <SelectField
          label={words.owner}
          name="owner"
          value={owner}
          error={error}
          options={[
            { value: '', label: words.chooseOwner },
            ...owners.map(({ id, name, side }) => ({ value: id, label: `${name}, ${departmentName(side)}` })),
          ]}
          onChange={setOwner}
        />
        <FormField label={words.lastDay} name="due" type="date" value={due} onChange={setDue} error={error} />
        <SelectField
          label={words.metric}
          name="metric"
          value={moved}
          error={error}
          options={[
            { value: '', label: words.noMetric },
            ...(choices.data?.metrics ?? []).map(({ key, title: name }) => ({ value: key, label: name })),
          ]}
          onChange={setMoved}
        />
        <button type="submit" className="btn btn-primary justify-self-start" disabled={busy || owner === ''}>
          {words.open}
        </button>
        <FormError error={error} fields={['title', 'owner', 'due', 'metric']} />
      </form>
    </details>
  );
}

/** Who does what by when, and whether the number has moved since. */
export function ActionsPanel({
  mayAct,
  decision = null,
}: {
  readonly mayAct: boolean;
  readonly decision?: string | null;
}) {
  const list = useResource<ActionList>('/actions');
  const { params, set } = useParams();
  const closed = params.get('actions') === 'all';
  return (
    <section id="actions" className="mt-6" aria-labelledby="actions-title">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
        <div>
          <h2 id="actions-title" className="text-base font-semibold">
            {words.title}
          </h2>
          <p className="text-sm text-text-2">{words.lead}</p>
        </div>
        <div className="noprint flex flex-wrap gap-2">
          <Choice
            label={words.shown}
            value={closed ? 'all' : 'open'}
            options={[
              { value: 'open', label: words.filters.open },
              { value: 'all', label: words.filters.all },
            ]}
            onChange={(value) => set({ actions: value === 'all' ? 'all' : null })}
          />
          <ExportMenu path="/actions" label={words.file} />
        </div>
      </div>
      <Loaded resource={list} heights={[120]}>
        {({ actions }) => {
          const shown = actions.filter(
            (action) => (closed || action.closedAt === null) && (decision === null || action.decision === decision),
          );
          return shown.length === 0 ? (
            <p className="panel px-4 py-3 text-sm text-text-2">{words.none}</p>
          ) : (
            <DataTable caption={words.title} columns={columns(mayAct)} rows={shown} rowKey={({ id }) => id} />
          );
        }}
      </Loaded>
      {mayAct && <OpenAction decision={decision} metric={null} />}
    </section>
  );
}
