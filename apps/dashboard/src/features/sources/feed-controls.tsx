import { useRef, useState, type ChangeEvent } from 'react';
import { ApiError } from '../../api/api-error.js';
import { sendJson, uploadFile } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { apiPath } from '../../navigation/address.js';
import { Progress } from '../../ui/progress.js';

interface FeedControlsProps {
  readonly id: string;
  readonly running: boolean;
  /** Some sources read their data elsewhere: they take no files, so no button offers it. */
  readonly takesUploads: boolean;
}

type Task =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'sending'; readonly name: string; readonly share: number };

const IDLE: Task = { kind: 'idle' };

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
        Upload a file
      </button>
      <input ref={input} type="file" className="hidden" tabIndex={-1} aria-hidden="true" onChange={choose} />
    </>
  );
}

/** Ask the source now, or hand it a file. What comes of it is seen in the runs below. */
export function FeedControls({ id, running, takesUploads }: FeedControlsProps) {
  const [task, setTask] = useState<Task>(IDLE);
  const [error, setError] = useState<ApiError | null>(null);
  const [said, setSaid] = useState('');
  const path = `/sources/${encodeURIComponent(id)}`;

  const attempt = async (work: () => Promise<void>, done: string): Promise<void> => {
    setError(null);
    try {
      await work();
      setSaid(done);
      invalidateResources((other) => other.startsWith('/sources'), 0);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      setTask(IDLE);
    }
  };
  const sync = (): Promise<void> => {
    setTask({ kind: 'asking' });
    return attempt(() => sendJson(`${path}/sync`, { method: 'POST' }), 'The sync has been asked for.');
  };
  const upload = (file: File): void => {
    const sending = (share: number): void => setTask({ kind: 'sending', name: file.name, share });
    sending(0);
    void attempt(
      () => uploadFile(apiPath(`${path}/upload`, { name: file.name }), file, sending),
      `${file.name} was received and is being read.`,
    );
  };
  const busy = task.kind !== 'idle';
  return (
    <div className="noprint flex max-w-full flex-col items-start gap-2 md:items-end">
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn btn-primary" disabled={busy || running} onClick={() => void sync()}>
          {running ? 'Sync is running' : 'Sync now'}
        </button>
        {takesUploads && <UploadButton disabled={busy} onFile={upload} />}
      </div>
      {task.kind === 'sending' && <Progress label={`Sending ${task.name}`} share={task.share} />}
      <p role="status" className="sr">
        {said}
      </p>
      {error && (
        <p role="alert" className="max-w-[60ch] text-sm text-bad">
          {error.message}
        </p>
      )}
    </div>
  );
}
