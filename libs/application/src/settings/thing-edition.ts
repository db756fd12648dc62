import { createHash } from 'node:crypto';
import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { listOfKind } from '@tandem/domain/organisation/configuration-part';
import type { DocumentThing } from '../export-configuration.js';
import { NotFound } from '../input-errors.js';
import type { ConfigurationKind } from '../ports.js';
import { thingAsFile } from './thing-as-file.js';

export interface WrittenThing {
  readonly id: string;
  /** As a configuration file has it. */
  readonly thing: DocumentThing;
  /** Another one as soon as anything of the thing is. */
  readonly edition: string;
}

/** Which edition of a thing somebody has before them who changes it; null for one that is not there yet. */
export interface ExpectedEdition {
  readonly kind: ConfigurationKind;
  readonly id: string;
  readonly edition: string | null;
}

/** Somebody else has changed the thing since it was read; nothing was written. */
export class ChangedMeanwhile extends Error {
  constructor(
    readonly kind: ConfigurationKind,
    readonly id: string,
  ) {
    super(`The ${kind} "${id}" was changed meanwhile.`);
    this.name = 'ChangedMeanwhile';
  }
}

/** The things of one kind as a configuration file has them, each with its edition. */
export function writtenThings(configuration: Configuration, kind: ConfigurationKind): readonly WrittenThing[] {
  return documentsOf(configuration, kind).map((thing) => ({ id: idOf(kind, thing), thing, edition: editionOf(thing) }));
}

/** Throws `ChangedMeanwhile` when the thing is another one than expected, or there where none was, and `NotFound` when it is gone. */
export function requireEdition(configuration: Configuration, { kind, id, edition }: ExpectedEdition): void {
  const present = writtenThings(configuration, kind).find((one) => one.id === id);
  if (present === undefined && edition !== null) throw new NotFound(kind, id);
  if ((present?.edition ?? null) !== edition) throw new ChangedMeanwhile(kind, id);
}

/** What names a thing of a kind. */
export function idOf(kind: ConfigurationKind, thing: DocumentThing): string {
  if (kind === 'organisation') return 'organisation';
  const id = thing[kind === 'metric' ? 'key' : 'id'];
  return typeof id === 'string' ? id : '';
}

function documentsOf(configuration: Configuration, kind: ConfigurationKind): readonly DocumentThing[] {
  if (kind === 'organisation') return [thingAsFile(kind, configuration.organisation)];
  const things: readonly object[] = configuration[listOfKind[kind]];
  return things.map((thing) => thingAsFile(kind, thing));
}

/** Another one as soon as anything of it is. */
export function editionOf(thing: object): string {
  return createHash('sha256').update(canonicalJson(thing)).digest('hex').slice(0, 20);
}
