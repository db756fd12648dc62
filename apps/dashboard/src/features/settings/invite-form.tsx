import type { AccountList, Invited, Role } from '@tandem/contracts/access';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useTask } from '../../ui/use-task.js';
import { refreshPeople, roleOptions, sideOptions, sideOf } from './people-choices.js';
import { PEOPLE } from './people-words.js';

interface AsProps {
  readonly role: Role;
  readonly side: string;
  readonly person: string;
  readonly people: AccountList['people'];
  readonly onRole: (role: Role) => void;
  readonly onSide: (side: string) => void;
  readonly onPerson: (person: string) => void;
}

function As({ role, side, person, people, onRole, onSide, onPerson }: AsProps) {
  const free = people.filter((one) => one.side === side);
  return (
    <div className="flex flex-wrap gap-2">
      <Choice label={PEOPLE.role} value={role} options={roleOptions()} onChange={(value) => onRole(value as Role)} />
      <Choice label={PEOPLE.side} value={side} options={sideOptions()} onChange={onSide} />
      {side !== '' && (
        <Choice
          label={PEOPLE.speaksAs}
          value={person}
          options={[
            { value: '', label: PEOPLE.newPerson },
            ...free.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          onChange={onPerson}
        />
      )}
    </div>
  );
}

/** Invites by a link that the administrator hands over. */
export function InviteForm({ people }: { readonly people: AccountList['people'] }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('contributor');
  const [side, setSide] = useState('');
  const [person, setPerson] = useState('');
  const [link, setLink] = useState('');
  const { busy, error, attempt } = useTask();
  const chooseSide = (value: string): void => {
    setSide(value);
    setPerson('');
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { email, name, role, side: sideOf(side), personId: person === '' ? null : person };
    void attempt(async () => {
      setLink((await askJson<Invited>('/accounts/invitations', { method: 'POST', body })).link);
      setEmail('');
      setName('');
      setPerson('');
      refreshPeople();
    });
  };
  return (
    <section className="panel mt-6 px-5 py-4" aria-labelledby="invite">
      <h2 id="invite" className="text-lg font-semibold">
        {PEOPLE.invite}
      </h2>
      <form className="mt-3 grid gap-3 md:grid-cols-2" onSubmit={submit}>
        <FormField label={PEOPLE.email} name="email" type="email" value={email} onChange={setEmail} error={error} />
        <FormField label={PEOPLE.name} name="name" value={name} onChange={setName} error={error} />
        <As
          role={role}
          side={side}
          person={person}
          people={people}
          onRole={setRole}
          onSide={chooseSide}
          onPerson={setPerson}
        />
        <button type="submit" className="btn btn-primary justify-self-start" disabled={busy}>
          {PEOPLE.makeLink}
        </button>
      </form>
      <FormError error={error} fields={['email', 'name']} />
      {link !== '' && <ShownOnce label={PEOPLE.handOver} text={link} />}
    </section>
  );
}
