import type { Organisation } from '@tandem/domain/organisation/organisation';
import { defaultLinkWithinHours } from '@tandem/domain/record/linked-fields';
import { thingDocument, type DocumentThing } from '../export-configuration.js';
import type { ConfigurationKind } from '../ports.js';

/** What stands for a field of the organisation that has its usual value. */
const usual = { fiscalYearStartsIn: 'january', keep: {}, statusCutOffs: {}, failingSources: {} } as const;
const usualReach = { linkWithinHours: defaultLinkWithinHours } as const;

/** A thing as it is stored, written so that a file with it puts it back whole. */
export function thingAsFile(kind: ConfigurationKind, stored: object): DocumentThing {
  const written = (thingDocument[kind] as (thing: object) => DocumentThing)(stored);
  // The place of a policy is that in the list; a file with one policy leaves it where it is.
  const { place: _place, ...policy } = written;
  if (kind === 'alertPolicy') return policy;
  return kind === 'organisation' ? { ...usual, ...written } : written;
}

/**
 * The organisation as whoever writes all of it means it: a file that leaves a field out would leave it as it is, so that what is left out here
 * and stored otherwise goes back to its usual value.
 */
export function wholeOrganisation(thing: DocumentThing, present: Organisation): DocumentThing {
  const stored = new Map<string, unknown>(Object.entries(present));
  const back = Object.entries({ ...usual, ...usualReach }).filter(([field]) => stored.get(field) !== undefined);
  return { ...Object.fromEntries(back), ...thing };
}
