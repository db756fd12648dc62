import type { Side } from '@tandem/contracts/common';
import type { Thing } from './flat-thing.js';

export interface TeamDraft {
  readonly id: string;
  readonly title: string;
  readonly side: Side;
}

export interface PersonDraft {
  readonly id: string;
  readonly name: string;
  readonly side: Side;
  /** Id of the team; empty for none. */
  readonly team: string;
  readonly email: string;
}

export const newTeam: TeamDraft = { id: '', title: '', side: 'marketing' };
export const newPerson: PersonDraft = { id: '', name: '', side: 'marketing', team: '', email: '' };

export function teamDraft(thing: Thing): TeamDraft {
  return { ...newTeam, ...(thing as Partial<TeamDraft>) };
}

export function personDraft(thing: Thing): PersonDraft {
  return { ...newPerson, ...(thing as Partial<PersonDraft>) };
}

export function writtenTeam({ id, title, side }: TeamDraft): Thing {
  return { id, title, side };
}

export function writtenPerson({ id, name, side, team, email }: PersonDraft): Thing {
  return { id, name, side, ...(team === '' ? {} : { team }), ...(email.trim() === '' ? {} : { email: email.trim() }) };
}
