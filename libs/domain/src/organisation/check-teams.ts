import type { Side } from '../metric/definition.js';
import type { ConfigurationPart } from './configuration-part.js';
import type { Configuration } from './organisation.js';

export type TeamReason =
  | { readonly code: 'idOfPersonAndTeam'; readonly id: string; readonly other: 'person' | 'team' }
  | { readonly code: 'teamOnOtherSide'; readonly id: string; readonly side: Side; readonly expected: Side };

export interface TeamFault {
  readonly kind: 'team' | 'person';
  readonly id: string;
  /** Place in the file; null for a stored person. */
  readonly index: number | null;
  readonly path: readonly string[];
  readonly reason: TeamReason;
}

/**
 * Teams and people share their ids, since either can own; and a person is in a team of the own side. Whether a named team is there at all is
 * a question of references.
 *
 * @param merged the configuration as the file would leave it
 */
export function checkTeams(merged: Configuration, part: ConfigurationPart): readonly TeamFault[] {
  const ofPeople = new Set(merged.people.map(({ id }) => id));
  const teams = new Map(merged.teams.map((team) => [team.id, team]));
  const inFile = new Set(part.teams?.map(({ id }) => id));
  return [
    ...(part.teams ?? []).flatMap(({ id }, index): TeamFault[] =>
      ofPeople.has(id)
        ? [{ kind: 'team', id, index, path: ['id'], reason: { code: 'idOfPersonAndTeam', id, other: 'person' } }]
        : [],
    ),
    // Where the file names both, it is told once.
    ...(part.people ?? []).flatMap(({ id }, index): TeamFault[] =>
      teams.has(id) && !inFile.has(id)
        ? [{ kind: 'person', id, index, path: ['id'], reason: { code: 'idOfPersonAndTeam', id, other: 'team' } }]
        : [],
    ),
    ...merged.people.flatMap(({ id, side, team }): TeamFault[] => {
      const own = team === undefined ? undefined : teams.get(team);
      if (own === undefined || own.side === side) return [];
      const place = part.people?.findIndex((person) => person.id === id) ?? -1;
      const reason = { code: 'teamOnOtherSide', id: own.id, side: own.side, expected: side } as const;
      return [{ kind: 'person', id, index: place === -1 ? null : place, path: ['team'], reason }];
    }),
  ];
}
