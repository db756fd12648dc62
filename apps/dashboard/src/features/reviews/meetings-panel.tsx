import type { SessionState } from '@tandem/contracts/access';
import type { CadenceBody, Meetings } from '@tandem/contracts/review-access';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { clockText, localDateText, weekdayText } from '../../text/time-text.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask, type Task } from '../../ui/use-task.js';
import { CadenceForm } from './cadence-form.js';
import { CalendarPanel } from './calendar-panel.js';
import { MEETINGS } from './reviews-page-words.js';

type Meeting = Meetings['meetings'][number];
type Save = (cadence: CadenceBody) => Promise<boolean>;

function meetingText({ startsAt, movedFrom, isCancelled, slot }: Meeting, timeZone: string): string {
  if (isCancelled) return MEETINGS.cancelled(localDateText(slot));
  const when = `${weekdayText(startsAt, timeZone)}, ${clockText(startsAt, timeZone)}`;
  return movedFrom === null ? when : MEETINGS.moved(when, weekdayText(movedFrom, timeZone));
}

/** What the exceptions are once this meeting is as asked; null puts it back where the rule has it. */
function withException(cadence: CadenceBody, on: string, exception: { to?: string; cancelled?: true } | null) {
  const others = cadence.exceptions.filter((one) => one.on !== on);
  return { ...cadence, exceptions: exception === null ? others : [...others, { on, ...exception }] };
}

function MoveForm({ meeting, onMove, task }: { meeting: Meeting; onMove: (to: string) => void; task: Task }) {
  const [date, setDate] = useState(meeting.slot);
  const [time, setTime] = useState('10:00');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onMove(`${date}T${time}`);
  };
  return (
    <form className="mt-1 flex flex-wrap items-end gap-2" onSubmit={submit} aria-label={MEETINGS.moveTo}>
      <FormField label={MEETINGS.day} name="date" type="date" value={date} onChange={setDate} error={null} />
      <FormField label={MEETINGS.time} name="time" value={time} onChange={setTime} error={null} />
      <button type="submit" className="btn btn-primary" disabled={task.busy}>
        {MEETINGS.move}
      </button>
    </form>
  );
}

function MeetingRow({
  meeting,
  data,
  save,
  task,
  may,
}: {
  readonly meeting: Meeting;
  readonly data: Meetings;
  readonly save: Save;
  readonly task: Task;
  readonly may: boolean;
}) {
  const [moving, setMoving] = useState(false);
  const { slot } = meeting;
  const except = async (exception: Parameters<typeof withException>[2]): Promise<void> => {
    if (await save(withException(data.cadence, slot, exception))) setMoving(false);
  };
  const isException = meeting.isCancelled || meeting.movedFrom !== null;
  const name = <span className="sr"> {localDateText(slot)}</span>;
  return (
    <li className="py-2">
      <div className="num flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className={`min-w-0 flex-1 ${meeting.isCancelled ? 'text-text-3' : ''}`}>
          {meetingText(meeting, data.timeZone)}
        </span>
        {may && !isException && (
          <>
            <button type="button" className="btn" aria-expanded={moving} onClick={() => setMoving(!moving)}>
              {MEETINGS.move}
              {name}
            </button>
            <button type="button" className="btn" disabled={task.busy} onClick={() => void except({ cancelled: true })}>
              {MEETINGS.leaveOut}
              {name}
            </button>
          </>
        )}
        {may && isException && (
          <button type="button" className="btn" disabled={task.busy} onClick={() => void except(null)}>
            {MEETINGS.putBack}
            {name}
          </button>
        )}
      </div>
      {moving && <MoveForm meeting={meeting} onMove={(to) => void except({ to })} task={task} />}
    </li>
  );
}

/** When both sides meet; an administrator changes it here as a configuration file would. */
export function MeetingsPanel() {
  const data = useResource<Meetings>('/review-meetings').data;
  const role = useResource<SessionState>('/session').data?.account?.role;
  const [editing, setEditing] = useState(false);
  const task = useTask();
  if (data === undefined) return null;
  const may = role === 'administrator';
  const save: Save = (cadence) =>
    task.attempt(async () => {
      await askJson<Meetings>('/review-meetings', { method: 'PUT', body: cadence });
      invalidateResources((path) => path.startsWith('/review'), 0);
    });
  return (
    <div className="mt-4 grid items-start gap-4 md:grid-cols-2">
      <section className="panel px-4 py-3" aria-labelledby="meetings">
        <h2 id="meetings" className="text-base font-semibold">
          {MEETINGS.title}
        </h2>
        <p className="num text-sm text-text-2">{MEETINGS.rule(data.cadence, data.timeZone)}</p>
        <ul className="mt-1 divide-y divide-line">
          {data.meetings.map((meeting) => (
            <MeetingRow key={meeting.slot} meeting={meeting} data={data} save={save} task={task} may={may} />
          ))}
        </ul>
        <FormError error={task.error} />
        {may && (
          <button type="button" className="btn mt-2" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {MEETINGS.changeRule}
          </button>
        )}
        {editing && (
          <CadenceForm
            cadence={data.cadence}
            task={task}
            onSave={(cadence) => void save(cadence).then((done) => setEditing(!done))}
          />
        )}
      </section>
      <CalendarPanel timeZone={data.timeZone} />
    </div>
  );
}
