import type { Team } from '../organisation/organisation.js';
import type { Side } from './definition.js';

/** Somebody who owned a metric for a side: id of a person or a team. */
export interface OwnerOfSide {
  readonly side: Side;
  readonly id: string;
}

/** The team whose members alone sign, for each side; null where any person of the side does who may sign. */
export type SigningTeams = Readonly<Record<Side, { readonly id: string; readonly name: string } | null>>;

/** @param owning the owners that the metric has had since its latest version was made, the first one first */
export function signingTeams(owning: readonly OwnerOfSide[], teams: readonly Team[]): SigningTeams {
  const of = (side: Side) => {
    const team = signingTeam(side, owning, teams);
    return team && { id: team.id, name: team.title };
  };
  return { marketing: of('marketing'), it: of('it') };
}

/**
 * The team whose members sign for a side; null where any person of the side does. `owning` are the owners that the metric has had since its
 * latest version was made, the first one first. The first team among them signs the next change, also when it was replaced or taken away
 * since, so that nobody is talked around; with that signature it has given the metric up.
 */
export function signingTeam(side: Side, owning: readonly OwnerOfSide[], teams: readonly Team[]): Team | null {
  const own = owning.filter((owner) => owner.side === side).map(({ id }) => teams.find((team) => team.id === id));
  return own.find((team) => team !== undefined) ?? null;
}
