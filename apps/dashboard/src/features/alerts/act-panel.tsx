import type { AlertActBody, AlertCause, AlertChoices } from '@tandem/contracts/alert-handling';
import type { AlertPage } from '@tandem/contracts/alerts';
import { useState, type FormEvent, type ReactNode } from 'react';
import { sendJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { momentText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { TextArea } from '../../ui/text-area.js';
import { useTask, type Task } from '../../ui/use-task.js';
import { CAUSES } from './alert-words.js';
import { refreshAlerts } from './handling-access.js';
import { SilenceForm } from './silence-form.js';
import { ACT } from './act-words.js';
import { optionsOf } from '../../ui/options-of.js';
import { departmentName } from '../../ui/owners.js';

type Act = (body: AlertActBody) => Promise<boolean>;
interface FormProps {
  readonly act: Act;
  readonly task: Task;
}

function ActForm({ onSubmit, children }: { readonly onSubmit: () => void; readonly children: ReactNode }) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="mt-2 grid gap-2" onSubmit={submit}>
      {children}
    </form>
  );
}

function Acknowledge({ act, task }: FormProps) {
  const [minutes, setMinutes] = useState('1440');
  return (
    <ActForm onSubmit={() => void act({ kind: 'acknowledge', forMinutes: Number(minutes) })}>
      <div className="flex flex-wrap items-center gap-2">
        <button type="submit" className="btn btn-primary" disabled={task.busy}>
          {ACT.acknowledge}
        </button>
        <Choice label={ACT.howLong} value={minutes} options={optionsOf(ACT.lengths)} onChange={setMinutes} />
      </div>
      <p className="text-xs text-text-3">{ACT.rests}</p>
    </ActForm>
  );
}

function Assign({
  act,
  task,
  people,
  present,
}: FormProps & { people: AlertChoices['people']; present: string | null }) {
  const [to, setTo] = useState(present ?? '');
  const options = [
    { value: '', label: ACT.nobody },
    ...people.map(({ id, name, side }) => ({ value: id, label: `${name} (${departmentName(side)})` })),
  ];
  return (
    <ActForm onSubmit={() => void act({ kind: 'assign', to: to === '' ? null : to })}>
      <div className="flex flex-wrap items-center gap-2">
        <Choice label={ACT.who} value={to} options={options} onChange={setTo} />
        <button type="submit" className="btn" disabled={task.busy || to === (present ?? '')}>
          {ACT.assign}
        </button>
      </div>
    </ActForm>
  );
}

function Comment({ act, task }: FormProps) {
  const [text, setText] = useState('');
  const send = async (): Promise<void> => {
    if (await act({ kind: 'comment', text })) setText('');
  };
  return (
    <ActForm onSubmit={() => void send()}>
      <TextArea label={ACT.comment} value={text} onChange={setText} longest={4000} />
      <button type="submit" className="btn justify-self-start" disabled={task.busy}>
        {ACT.addComment}
      </button>
    </ActForm>
  );
}

function Link({ act, task, deployments }: FormProps & { readonly deployments: AlertChoices['deployments'] }) {
  const [record, setRecord] = useState('');
  const [title, setTitle] = useState('');
  const [url, setUrl] = useState('');
  const send = async (): Promise<void> => {
    const campaign = { kind: 'campaign' as const, title, url: url === '' ? null : url };
    const done = await act({
      kind: 'link',
      link: record === '' ? campaign : { kind: 'deployment', recordId: record },
    });
    if (!done) return;
    setRecord('');
    setTitle('');
    setUrl('');
  };
  const options = [
    { value: '', label: ACT.aCampaign },
    ...deployments.map(({ recordId, service, ref, at, outcome }) => ({
      value: recordId,
      label: ACT.deployment(momentText(at), `${service} ${ref}`, outcome === 'failed'),
    })),
  ];
  return (
    <ActForm onSubmit={() => void send()}>
      <Choice label={ACT.linked} value={record} options={options} onChange={setRecord} />
      {record === '' && (
        <>
          <FormField label={ACT.campaign} name="link.title" value={title} onChange={setTitle} error={task.error} />
          <FormField
            label={ACT.address}
            name="link.url"
            value={url}
            onChange={setUrl}
            error={task.error}
            required={false}
          />
        </>
      )}
      <button type="submit" className="btn justify-self-start" disabled={task.busy}>
        {ACT.link}
      </button>
    </ActForm>
  );
}

function Close({ act, task, goesOn }: FormProps & { readonly goesOn: boolean }) {
  const [cause, setCause] = useState('');
  const [note, setNote] = useState('');
  const close = (): void => {
    void act({ kind: 'close', cause: cause as AlertCause, note: note === '' ? null : note });
  };
  return (
    <ActForm onSubmit={close}>
      <Choice
        label={ACT.cause}
        value={cause}
        options={[{ value: '', label: ACT.chooseCause }, ...optionsOf(CAUSES)]}
        onChange={setCause}
      />
      <TextArea label={ACT.whatItWas} value={note} onChange={setNote} longest={2000} required={false} />
      <button type="submit" className="btn justify-self-start" disabled={task.busy || cause === ''}>
        {goesOn ? ACT.giveCause : ACT.closeWithThis}
      </button>
      {goesOn && <p className="text-xs text-text-3">{ACT.goesOn}</p>}
    </ActForm>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <details className="border-t border-line py-2">
      <summary className="min-h-[32px] cursor-pointer py-1.5 text-sm font-medium">{title}</summary>
      {children}
    </details>
  );
}

/** What can be done about an alert, from a phone too: the first thing first, the rest behind its name. */
export function ActPanel({ answer }: { readonly answer: AlertPage }) {
  const { alert, silences } = answer;
  const path = `/alerts/${encodeURIComponent(alert.id)}`;
  const choices = useResource<AlertChoices>(`${path}/choices`);
  const task = useTask();
  const act: Act = (body) =>
    task.attempt(async () => {
      await sendJson(`${path}/acts`, { method: 'POST', body });
      refreshAlerts();
    });
  const { handling } = alert;
  const goesOn = alert.firedAt !== null && alert.resolvedAt === null;
  const form = { act, task };
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="acts">
      <h2 id="acts" className="text-base font-semibold">
        {ACT.title}
      </h2>
      {goesOn && handling.acknowledged === null && <Acknowledge {...form} />}
      <FormError error={task.error} fields={['link.title', 'link.url']} />
      <div className="mt-2">
        {alert.firedAt !== null && handling.closedAt === null && (
          <Section title={goesOn ? ACT.cause : ACT.closeWithCause}>
            <Close {...form} goesOn={goesOn} />
          </Section>
        )}
        <Section title={ACT.assign}>
          <Assign
            key={handling.assignedTo?.id}
            {...form}
            people={choices.data?.people ?? []}
            present={handling.assignedTo?.id ?? null}
          />
        </Section>
        <Section title={ACT.comment}>
          <Comment {...form} />
        </Section>
        <Section title={ACT.linkSomething}>
          <Link {...form} deployments={choices.data?.deployments ?? []} />
        </Section>
        <Section title={ACT.silence}>
          <SilenceForm alert={alert} silences={silences} />
        </Section>
      </div>
    </section>
  );
}
