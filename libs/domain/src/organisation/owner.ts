import type { Side } from '../metric/definition.js';
import type { Configuration } from './organisation.js';

/** Whom a side names as its owner: a person, or a team under its title. */
export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly side: Side;
  readonly email?: string;
}

/** The owner behind an id; null for none, also when neither a person nor a team of that id is known. */
export function ownerNamed(
  id: string | undefined,
  { people, teams }: Pick<Configuration, 'people' | 'teams'>,
): Owner | null {
  const person = people.find((candidate) => candidate.id === id);
  if (person) {
    const { name, side, email } = person;
    return { id: person.id, name, side, ...(email === undefined ? {} : { email }) };
  }
  const team = teams.find((candidate) => candidate.id === id);
  return team ? { id: team.id, name: team.title, side: team.side } : null;
}
