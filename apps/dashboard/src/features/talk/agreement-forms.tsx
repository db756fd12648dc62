import type { Decision } from '@tandem/contracts/decisions';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { SelectField } from '../../ui/select-field.js';
import { FORM, words } from './agreement-words.js';

const EVENTS = ['release', 'campaign'] as const;
const asked = (path: string): boolean => /^\/(agreements|decisions|communication-gaps)/.test(path);

/** A day and a time of day as the browser shows them, as an instant. */
function instantOf(day: string, time: string): string {
  return new Date(`${day}T${time === '' ? '00:00' : time}`).toISOString();
}

type EventFieldProps = Omit<Parameters<typeof SelectField>[0], 'options'>;

function EventField(props: EventFieldProps) {
  return <SelectField {...props} options={EVENTS.map((event) => ({ value: event, label: words.events[event] }))} />;
}

/** Tells the other side of a release or a campaign. */
export function AnnounceForm() {
  const [event, setEvent] = useState('release');
  const [what, setWhat] = useState('');
  const [day, setDay] = useState('');
  const [time, setTime] = useState('09:00');
  const [lastDay, setLastDay] = useState('');
  const [note, setNote] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void attempt(async () => {
      const endsAt = event === 'campaign' && lastDay !== '' ? instantOf(lastDay, '23:59') : null;
      const body = { event, what, startsAt: instantOf(day, time), endsAt, note };
      await askJson('/planned-changes', { method: 'POST', body });
      setWhat('');
      setNote('');
      invalidateResources(asked, 0);
    });
  };
  return (
    <section className="panel px-4 py-3" aria-labelledby="announce">
      <h2 id="announce" className="text-base font-semibold">
        {FORM.announce}
      </h2>
      <form className="mt-2 space-y-3" onSubmit={submit}>
        <EventField label={FORM.ofA} name="event" value={event} onChange={setEvent} error={error} />
        <FormField
          label={event === 'release' ? FORM.service : FORM.campaign}
          name="what"
          value={what}
          onChange={setWhat}
          error={error}
          hint={event === 'release' ? FORM.serviceHint : undefined}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <FormField label={FORM.firstDay} name="startsAt" type="date" value={day} onChange={setDay} error={error} />
          <FormField label={FORM.time} name="time" value={time} onChange={setTime} error={error} hint={FORM.timeHint} />
        </div>
        {event === 'campaign' && (
          <FormField
            label={FORM.lastDay}
            name="endsAt"
            type="date"
            value={lastDay}
            onChange={setLastDay}
            error={error}
            required={false}
          />
        )}
        <FormField label={FORM.note} name="note" value={note} onChange={setNote} error={error} required={false} />
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {FORM.announceIt}
        </button>
        <FormError error={error} fields={['what', 'startsAt', 'endsAt', 'note']} />
      </form>
    </section>
  );
}

interface AgreementDraft {
  readonly title: string;
  readonly event: string;
  readonly side: string;
  readonly count: string;
  readonly unit: string;
  readonly services: string;
  readonly reason: string;
}

interface FieldsProps {
  readonly draft: AgreementDraft;
  readonly set: (change: Partial<AgreementDraft>) => void;
  readonly error: ReturnType<typeof useTask>['error'];
}

function bodyOf({ title, event, side, count, unit, services, reason }: AgreementDraft): object {
  const id = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const named = services.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  return { id, title, event, side, lead: { unit, count: Number(count) }, services: named, reason, expiresOn: null };
}

function LeadFields({ draft, set, error }: FieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label={FORM.who}
        name="side"
        value={draft.side}
        options={[
          { value: 'it', label: FORM.tells(departmentName('it'), departmentName('marketing')) },
          { value: 'marketing', label: FORM.tells(departmentName('marketing'), departmentName('it')) },
        ]}
        onChange={(side) => set({ side })}
        error={error}
      />
      <EventField
        label={FORM.ofEach}
        name="agreement-event"
        value={draft.event}
        onChange={(event) => set({ event })}
        error={error}
      />
      <FormField
        label={FORM.howLong}
        name="lead.count"
        type="number"
        value={draft.count}
        onChange={(count) => set({ count })}
        error={error}
      />
      <SelectField
        label={FORM.in}
        name="lead.unit"
        value={draft.unit}
        options={[
          { value: 'hours', label: FORM.units.hours },
          { value: 'workingDays', label: FORM.units.workingDays },
        ]}
        onChange={(unit) => set({ unit })}
        error={error}
      />
    </div>
  );
}

function AgreementFields(props: FieldsProps) {
  const { draft, set, error } = props;
  return (
    <>
      <FormField
        label={FORM.title}
        name="title"
        value={draft.title}
        onChange={(title) => set({ title })}
        error={error}
        hint={FORM.titleHint}
      />
      <LeadFields {...props} />
      {draft.event === 'release' && (
        <FormField
          label={FORM.services}
          name="services"
          value={draft.services}
          onChange={(services) => set({ services })}
          error={error}
          required={false}
          hint={FORM.servicesHint}
        />
      )}
      <FormField
        label={FORM.reason}
        name="agreement-reason"
        value={draft.reason}
        onChange={(reason) => set({ reason })}
        error={error}
      />
    </>
  );
}

const usual: AgreementDraft = {
  title: '',
  event: 'release',
  side: 'it',
  count: '48',
  unit: 'hours',
  services: '',
  reason: '',
};

/** An agreement of notice that the other side is to sign. */
export function ProposeAgreementForm() {
  const [draft, setDraft] = useState(usual);
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault();
    void attempt(async () => {
      const decision = await askJson<Decision>('/agreements', { method: 'POST', body: bodyOf(draft) });
      invalidateResources(asked, 0);
      navigate(`/decisions/${decision.id}`);
    });
  };
  return (
    <section className="panel px-4 py-3" aria-labelledby="agree">
      <h2 id="agree" className="text-base font-semibold">
        {FORM.propose}
      </h2>
      <p className="text-sm text-text-2">{FORM.rule}</p>
      <form className="mt-2 space-y-3" onSubmit={submit}>
        <AgreementFields
          draft={draft}
          set={(change) => setDraft((present) => ({ ...present, ...change }))}
          error={error}
        />
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {FORM.putForward}
        </button>
        <FormError error={error} fields={['title', 'lead.count', 'services']} />
      </form>
    </section>
  );
}
