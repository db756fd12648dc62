import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type {
  CheckResult,
  Connector,
  DiscoveredChoices,
  Json,
  ReadContext,
  TriedRows,
} from '@tandem/connector-kit/connector';
import { hostValues, mapSecrets, settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { unchangedSecret } from '@tandem/domain/organisation/configuration-part';
import type { ConnectionSecrets } from '@tandem/domain/organisation/organisation';
import { InvalidInput, NotFound } from '../input-errors.js';
import { withoutSecrets } from './without-secrets.js';

type Settings = Readonly<Record<string, Json>>;

export interface TryConnectorDependencies {
  readonly connectors: readonly Connector[];
  readonly storedSecrets: { open(connectionId: string, connector: string): Promise<ConnectionSecrets | null> };
  /** What is wrong with the settings, each fault with its field; none when they can be used. */
  readonly faultsOf: (connector: Connector, settings: Json) => readonly { field: string; reason: string }[];
  /** Addresses that may not be contacted from here, each as a sentence. */
  readonly refusedContacts: (connector: Connector, settings: Json) => Promise<readonly string[]>;
  /** Where uploads of a source are, or the sample of one that is about to be; `work` is done before the sample goes again. */
  readonly withContext: <Answer>(
    about: { readonly source: string | null; readonly sample: Sample | null },
    work: (context: ReadContext) => Promise<Answer>,
  ) => Promise<Answer>;
}

export interface Sample {
  readonly name: string;
  readonly text: string;
}

export interface Trial {
  readonly id: string;
  readonly settings: Settings;
  readonly source?: string;
  readonly sample?: Sample;
}

const recordsShown = 5;
const findingsShown = 50;

/** Asks the source with settings that are not saved yet: what could be read, what would come, or why not. Nothing is kept. */
export function checkConnector(dependencies: TryConnectorDependencies) {
  return async (trial: Trial) => {
    const connector = connectorOf(dependencies.connectors, trial.id);
    const { whole, secrets } = await withSecrets(dependencies, connector, trial);
    const faults = dependencies.faultsOf(connector, whole);
    if (faults.length) throw new InvalidInput(faults);
    await requireAllowed(dependencies, connector, whole);
    const clean = withoutSecrets(secrets);
    const result = await dependencies.withContext(placeOf(trial), (context) =>
      connector.check(connector.settings.parse(whole), context).catch((error: unknown): CheckResult => {
        const { message, hint } = classifyFailure(error);
        return { ok: false, findings: [message, hint], records: [] };
      }),
    );
    return {
      ok: result.ok,
      findings: result.findings.slice(0, findingsShown).map(clean),
      records: (result.records ?? []).slice(0, recordsShown).map(({ stream, naturalKey, fields, dimensions }) => ({
        stream,
        key: clean(naturalKey),
        fields: { ...fields },
        dimensions: { ...dimensions },
      })),
      tried: result.tried ? shownTrial(result.tried, clean) : null,
    };
  };
}

/** Asks the source what there is to choose, with the settings as far as they are given. */
export function discoverChoices(dependencies: TryConnectorDependencies) {
  return async (trial: Trial) => {
    const connector = connectorOf(dependencies.connectors, trial.id);
    const discover = connector.discover?.bind(connector);
    if (!discover) return { choices: [], sample: null };
    const { whole, secrets } = await withSecrets(dependencies, connector, trial);
    const settings = completed(dependencies, connector, whole);
    await requireAllowed(dependencies, connector, whole);
    const clean = withoutSecrets(secrets);
    return dependencies.withContext(placeOf(trial), async (context) => {
      try {
        const found = await discover(settings, context);
        return {
          choices: found.map(({ field, choices, note }) => ({
            field,
            choices: [...choices],
            note: note && clean(note),
          })),
          sample: shownSample(found, clean),
        };
      } catch (error) {
        const { message, hint } = classifyFailure(error);
        throw new InvalidInput([{ field: 'settings', reason: clean(`${message} ${hint}`) }]);
      }
    });
  };
}

/** The rows that were refused, gathered by what was wrong with them, the most frequent first. */
function shownTrial({ rejected, ...counts }: TriedRows, clean: (text: string) => string) {
  const gathered = new Map<
    string,
    { stream: string; field: string | null; count: number; line: number; reason: string }
  >();
  for (const { stream, field, line, reason } of rejected) {
    const key = `${stream} ${field ?? ''}`;
    const known = gathered.get(key);
    if (known) known.count += 1;
    else gathered.set(key, { stream, field, count: 1, line, reason: clean(reason) });
  }
  const refused = [...gathered.values()].sort((a, b) => b.count - a.count);
  return { ...counts, refusedRows: rejected.length, refused };
}

function shownSample(found: readonly DiscoveredChoices[], clean: (text: string) => string) {
  const sample = found.find((one) => one.sample)?.sample;
  return sample === undefined
    ? null
    : { columns: [...sample.columns], rows: sample.rows.map((row) => row.map((cell) => clean(cell))) };
}

function placeOf({ source, sample }: Trial) {
  return { source: source ?? null, sample: sample ?? null };
}

export function connectorOf(connectors: readonly Connector[], id: string): Connector {
  const connector = connectors.find((candidate) => candidate.id === id);
  if (!connector) throw new NotFound('connector', id);
  return connector;
}

/** Stored secrets take the place of `unchanged`, for the receiver that they were given for and for no other. */
export async function withSecrets(
  { storedSecrets }: TryConnectorDependencies,
  connector: Connector,
  { settings, source }: Trial,
): Promise<{ readonly whole: Json; readonly secrets: readonly string[] }> {
  const stored = source === undefined ? null : await storedSecrets.open(source, connector.id);
  const isSame = JSON.stringify(stored?.receiver) === JSON.stringify(hostValues(connector.settings, settings));
  const used: string[] = [];
  const missing: string[] = [];
  const whole = mapSecrets(connector.settings, settings, (given, place) => {
    const kept = isSame && stored && Object.hasOwn(stored.given, place) ? stored.given[place] : undefined;
    const secret = given === unchangedSecret ? kept : given;
    if (secret === undefined) missing.push(place);
    else used.push(secret);
    return secret ?? given;
  });
  if (missing.length === 0) return { whole, secrets: used };
  const reason = stored ? 'Give it again: it was given for another address.' : 'Give it: none is stored.';
  throw new InvalidInput(missing.map((place) => ({ field: `settings.${place}`, reason })));
}

/** Settings that lack what is only about to be chosen, with what holds when nothing is said. */
function completed({ faultsOf }: TryConnectorDependencies, connector: Connector, given: Json): unknown {
  const parsed = connector.settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields = settingFields(connector.settings);
  const isOpen = (field: string) =>
    fields.some(({ path, discovered }) => discovered && `${field}.`.startsWith(`settings.${path}.`));
  const faults = faultsOf(connector, given).filter(({ field }) => !isOpen(field));
  if (faults.length) throw new InvalidInput(faults);
  const whole = structuredClone(given) as Record<string, Json>;
  for (const { path, standard } of fields) {
    if (!path.includes('.') && whole[path] === undefined && standard !== null) whole[path] = standard;
  }
  return whole;
}

export async function requireAllowed(
  { refusedContacts }: TryConnectorDependencies,
  connector: Connector,
  settings: Json,
): Promise<void> {
  const refused = await refusedContacts(connector, settings);
  if (refused.length) throw new InvalidInput(refused.map((reason) => ({ field: 'settings', reason })));
}
