import { Contradiction } from '@tandem/application/access/access-ports';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import type { Clock, ConfigurationKind, ConfigurationStore } from '@tandem/application/ports';
import type { ConfigurationHistory } from '@tandem/application/settings/settings-ports';
import { readConfigurationHistory } from '@tandem/application/settings/read-configuration-history';
import { orderPolicies, type OrderPoliciesRequest } from '@tandem/application/settings/order-policies';
import { readThings } from '@tandem/application/settings/read-things';
import { removableKinds, removeThing, type RemovableKind } from '@tandem/application/settings/remove-thing';
import { StillUsed } from '@tandem/application/settings/settings-ports';
import { ChangedMeanwhile, idOf, type ExpectedEdition } from '@tandem/application/settings/thing-edition';
import { thingAsFile, wholeOrganisation } from '@tandem/application/settings/thing-as-file';
import type { ApplyAnswer, ApplyBody } from '@tandem/contracts/system';
import { listOfKind } from '@tandem/domain/organisation/configuration-part';
import { kindNames } from './reason-sentence.js';

type Thing = Readonly<Record<string, unknown>>;

export interface ThingDependencies {
  readonly configuration: ConfigurationStore;
  readonly history: ConfigurationHistory;
  readonly clock: Clock;
  /** The one way into the configuration: whatever holds for a file holds for a form. */
  readonly apply: (body: ApplyBody, actor?: string, expected?: ExpectedEdition) => Promise<ApplyAnswer>;
}

export interface SaveThingRequest extends ExpectedEdition {
  readonly thing: Thing;
  readonly actor: string;
}

/** Single things of the configuration: read, tried, saved, taken away, and put back as they were. */
export function thingUseCases(dependencies: ThingDependencies) {
  const { configuration, history, apply } = dependencies;
  const remove = removeThing(dependencies);
  const order = orderPolicies(dependencies);
  const fileOf = async (kind: ConfigurationKind, thing: Thing): Promise<string> => {
    const whole = kind === 'organisation' ? wholeOrganisation(thing, (await configuration.load()).organisation) : thing;
    return textOf(kind, whole);
  };
  const save = async ({ kind, id, thing, edition, actor }: SaveThingRequest) => {
    const named = idOf(kind, thing);
    if (named !== id) {
      const field = kind === 'metric' ? 'key' : 'id';
      throw new InvalidInput([{ field, reason: `The address says "${id}". A ${kindNames[kind]} keeps its ${field}.` }]);
    }
    const body = { file: 'form', text: await fileOf(kind, thing), dryRun: false };
    return told(dependencies, kind, () => apply(body, actor, { kind, id, edition }));
  };
  return {
    readThings: readThings(dependencies),
    readConfigurationHistory: readConfigurationHistory(dependencies),
    previewThing: async ({ kind, thing }: { readonly kind: ConfigurationKind; readonly thing: Thing }) => {
      const text = await fileOf(kind, thing);
      return told(dependencies, kind, () => apply({ file: 'form', text, dryRun: true }));
    },
    saveThing: save,
    removeThing: async (request: {
      readonly kind: ConfigurationKind;
      readonly id: string;
      readonly edition: string;
      readonly actor: string;
    }) => {
      const { kind } = request;
      if (!isRemovable(kind))
        throw new Contradiction(`A ${kindNames[kind]} is not removed: what was counted by it stays.`);
      await told(dependencies, kind, () => remove({ ...request, kind }));
    },
    orderPolicies: (request: OrderPoliciesRequest) => told(dependencies, 'alertPolicy', () => order(request)),
    restoreThing: async ({ sequence, edition, actor }: Restoring): Promise<ApplyAnswer> => {
      const entry = await history.entry(sequence);
      const stored = entry === null ? null : (entry.after ?? entry.before);
      if (entry === null || stored === null) throw new NotFound('entry of the history', String(sequence));
      const { kind, id } = entry;
      return save({ kind, id, thing: thingAsFile(kind, stored), edition, actor });
    },
  };
}

export interface Restoring {
  readonly sequence: number;
  readonly edition: string | null;
  readonly actor: string;
}

function isRemovable(kind: ConfigurationKind): kind is RemovableKind {
  return removableKinds.some((one) => one === kind);
}

/** JSON is YAML: a form is a configuration file with one thing in it. */
function textOf(kind: ConfigurationKind, thing: Thing): string {
  if (kind === 'organisation') return JSON.stringify({ version: 1, organisation: thing });
  return JSON.stringify({ version: 1, [listOfKind[kind]]: [thing] });
}

/** What is wrong is told by the field of the form, and who was faster by name. */
async function told<Answer>(
  { history }: ThingDependencies,
  kind: ConfigurationKind,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InvalidInput)
      throw new InvalidInput(error.issues.map(({ field, reason }) => ({ field: fieldOfThing(kind, field), reason })));
    if (error instanceof ChangedMeanwhile) {
      const who = (await history.latest(kind)).get(error.id);
      throw new Contradiction(`Changed meanwhile${who ? ` by ${who.by}` : ''}. Nothing was saved.`);
    }
    if (error instanceof StillUsed) throw new Contradiction(usedSentence(error));
    throw error;
  }
}

function usedSentence({ by }: StillUsed): string {
  if (by.length === 0)
    return 'It stands in the record of what has happened, such as a signature, an account or a message that was sent, and stays.';
  return `It is still used by ${by.map(({ kind, title }) => `the ${kindNames[kind]} "${title}"`).join(', ')}. Change that first.`;
}

/** `calendars[0].hours[1].from` is `hours.1.from` in the form; what is wrong elsewhere keeps its whole path. */
export function fieldOfThing(kind: ConfigurationKind, field: string): string {
  const under = kind === 'organisation' ? 'organisation' : `${listOfKind[kind]}[0]`;
  const own = field === under ? '' : field.startsWith(`${under}.`) ? field.slice(under.length + 1) : field;
  return own === '' ? kind : own.replace(/\[(\d+)\]/g, '.$1');
}
