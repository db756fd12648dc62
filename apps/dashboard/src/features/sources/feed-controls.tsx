import type { Source } from '@tandem/contracts/sources';
import { useRef, useState, type ChangeEvent, type FormEvent } from 'react';
import { sendJson, uploadFile } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { Progress } from '../../ui/progress.js';
import { useTask, type Task } from '../../ui/use-task.js';
import { useSourceAccess } from './source-access.js';
import { isRunning } from './source-words.js';
import { SOURCE } from './source-page-words.js';

function UploadButton({ disabled, onFile }: { readonly disabled: boolean; readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    // The same file can then be chosen again after it was mended.
    event.target.value = '';
    if (file) onFile(file);
  };
  return (
    <>
      <button type="button" className="btn" disabled={disabled} onClick={() => input.current?.click()}>
        {SOURCE.feed.upload}
      </button>
      <input ref={input} type="file" className="hidden" tabIndex={-1} aria-hidden="true" onChange={choose} />
    </>
  );
}

function PauseForm({
  path,
  task,
  onDone,
}: {
  readonly path: string;
  readonly task: Task;
  readonly onDone: (said: string) => void;
}) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.attempt(async () => {
      await sendJson(`${path}/pause`, { method: 'POST', body: { reason } });
      onDone(SOURCE.feed.pausedSaid);
    });
  };
  return (
    <form className="panel w-full max-w-[420px] px-4 py-3" aria-label={SOURCE.feed.pauseThis} onSubmit={submit}>
      <FormField
        label={SOURCE.feed.whyPaused}
        name="reason"
        value={reason}
        onChange={setReason}
        error={task.error}
        hint={SOURCE.feed.whyPausedHint}
      />
      <div className="mt-2 flex gap-2">
        <button type="submit" className="btn btn-primary" disabled={task.busy}>
          {SOURCE.feed.pause}
        </button>
        <button type="button" className="btn" onClick={() => onDone('')}>
          {SOURCE.feed.cancel}
        </button>
      </div>
    </form>
  );
}

interface ButtonsProps {
  readonly source: Source;
  readonly busy: boolean;
  readonly isPausing: boolean;
  readonly onPause: () => void;
  readonly onFile: (file: File) => void;
  readonly post: (what: string, words: string) => void;
}

function Buttons({ source, busy, isPausing, onPause, onFile, post }: ButtonsProps) {
  const { takesUploads, isPushed, paused, lastRun } = source;
  const running = isRunning(lastRun);
  if (paused) {
    return (
      <button
        type="button"
        className="btn btn-primary"
        disabled={busy}
        onClick={() => post('resume', SOURCE.feed.resumed)}
      >
        {SOURCE.feed.resume}
      </button>
    );
  }
  return (
    <>
      {!isPushed && (
        <button
          type="button"
          className="btn btn-primary"
          disabled={busy || running}
          onClick={() => post('sync', SOURCE.feed.asked)}
        >
          {running ? SOURCE.feed.running : SOURCE.feed.syncNow}
        </button>
      )}
      {takesUploads && <UploadButton disabled={busy} onFile={onFile} />}
      <button type="button" className="btn" aria-expanded={isPausing} onClick={onPause}>
        {SOURCE.feed.pause}
      </button>
    </>
  );
}

/** Ask the source now, hand it a file, pause it. What comes of it is seen in the runs below. */
export function FeedControls({ source }: { readonly source: Source }) {
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number } | null>(null);
  const [said, setSaid] = useState('');
  const [isPausing, setPausing] = useState(false);
  const { mayFeed, mayConfigure } = useSourceAccess();
  const task = useTask();
  const path = `/sources/${encodeURIComponent(source.id)}`;

  const done = (words: string): void => {
    setSaid(words);
    setPausing(false);
    invalidateResources((other) => other.startsWith('/sources'), 0);
  };
  const post = (what: string, words: string): void =>
    void task.attempt(async () => {
      await sendJson(`${path}/${what}`, { method: 'POST' });
      done(words);
    });
  const upload = (file: File): void => {
    const show = (share: number): void => setSending({ name: file.name, share });
    const send = async (): Promise<void> => {
      show(0);
      await uploadFile(apiPath(`${path}/upload`, { name: file.name }), file, show);
      done(SOURCE.feed.received(file.name));
    };
    void task.attempt(send).finally(() => setSending(null));
  };
  const buttons = { source, busy: task.busy, isPausing, onPause: () => setPausing(!isPausing), onFile: upload, post };
  return (
    <div className="noprint flex max-w-full flex-col items-start gap-2 md:items-end">
      <div className="flex flex-wrap gap-2">
        {mayFeed && <Buttons {...buttons} />}
        {mayConfigure && (
          <PageLink to={`${path}/settings`} className="btn">
            {SOURCE.feed.settings}
          </PageLink>
        )}
      </div>
      {isPausing && <PauseForm path={path} task={task} onDone={done} />}
      {sending && <Progress label={SOURCE.feed.sending(sending.name)} share={sending.share} />}
      <p role="status" className="sr">
        {said}
      </p>
      <FormError error={task.error} fields={isPausing ? ['reason'] : []} />
    </div>
  );
}
