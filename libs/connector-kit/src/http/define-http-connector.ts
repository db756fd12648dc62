import { classifyFailure } from '../classify-failure.js';
import type { CheckResult, Connector, ReadContext } from '../connector.js';
import { authenticationContacts } from './authentication.js';
import { streamsOf, type Ask, type HttpDeclaration } from './declaration.js';
import { normalizeRows } from './normalize-rows.js';
import { readVendorRow } from './read-vendor-row.js';
import { readUnit, subjectOf, type Unit, type UnitPage } from './read-unit.js';
import { chosenStreams, runStreams } from './run-streams.js';
import { freshState } from './stream-state.js';
import { VendorClient } from './vendor-client.js';

/** A connector that is declared; its declaration stays readable, for tests. */
export interface HttpConnector<Settings> extends Connector<Settings> {
  readonly declaration: HttpDeclaration<Settings>;
}

const partitionsTried = 3;
const recordsShown = 5;
const pagesTried = 5;

/** Makes a connector of a declaration. */
export function defineHttpConnector<Settings>(declaration: HttpDeclaration<Settings>): HttpConnector<Settings> {
  const {
    id,
    title,
    settings: schema,
    baseUrl,
    location = baseUrl,
    authentication,
    streams,
    discover,
    findItems,
    idle,
  } = declaration;
  return {
    declaration,
    id,
    title,
    settings: schema,
    streams:
      declaration.bySettings?.described ??
      streams.map(({ name, title: streamTitle, delivers }) => ({ name, title: streamTitle, delivers })),
    location,
    contacts: (settings) => [baseUrl(settings), ...authenticationContacts(authentication(settings))],
    ...(idle && { isIdle: (settings) => idle.isIdle(settings) }),
    check: (settings, context) => checkStreams(declaration, settings, context),
    read: (settings, context) => runStreams(declaration, settings, context),
    readRow: (settings, row) => Promise.resolve(readVendorRow(declaration, settings, row)),
    replay: (settings, { stream: name, partition, rows }) => {
      const stream = streamsOf(declaration, settings).find((candidate) => candidate.name === name);
      if (!stream) throw new Error(`The connector ${id} has no stream ${name}.`);
      const { keys: _, ...made } = normalizeRows(
        stream,
        rows.map(({ row }) => row),
        { connector: id, settings, partition },
      );
      return made;
    },
    ...(discover && {
      discover: (settings, context) =>
        asking(declaration, settings, context, 'What can be chosen', (ask) => discover(settings, ask)),
    }),
    ...(findItems && {
      findItems: (settings, question, context) =>
        asking(declaration, settings, context, 'What the query finds', (ask) => findItems(settings, question, ask)),
    }),
  };
}

async function asking<Settings, Found>(
  declaration: HttpDeclaration<Settings>,
  settings: Settings,
  context: ReadContext,
  subject: string,
  work: (ask: Ask) => Promise<Found>,
): Promise<Found> {
  const client = new VendorClient(declaration, settings, context);
  try {
    return await work(client.askFor(subject));
  } finally {
    await client.close();
  }
}

/** Reads the first page of each stream and says what came, and of what did not come why. Nothing is kept. */
async function checkStreams<Settings>(
  declaration: HttpDeclaration<Settings>,
  settings: Settings,
  context: ReadContext,
): Promise<CheckResult> {
  const client = new VendorClient(declaration, settings, context);
  const { idle, title } = declaration;
  const findings: string[] = [];
  const records: NonNullable<CheckResult['records']>[number][] = [];
  let ok = true;
  const failed = (error: unknown, subject: string) => {
    context.signal.throwIfAborted();
    const { message, hint } = classifyFailure(error, subject);
    ok = false;
    findings.push(message, hint);
  };
  try {
    for (const stream of chosenStreams(declaration, settings)) {
      let partitions: readonly string[] = [];
      try {
        partitions = (await stream.partitions?.(settings, client.askFor(stream.title))) ?? [''];
      } catch (error) {
        failed(error, stream.title);
      }
      for (const partition of partitions.slice(0, partitionsTried)) {
        const unit = { stream, partition };
        try {
          const first = await firstPage(declaration, settings, { ...context, states: [] }, client, unit);
          findings.push(...foundIn(unit, first));
          records.push(...(first?.page.records.slice(0, Math.max(0, recordsShown - records.length)) ?? []));
        } catch (error) {
          failed(error, subjectOf(unit));
        }
      }
      if (partitions.length > partitionsTried)
        findings.push(`${stream.title}: the first ${partitionsTried} of ${partitions.length} were tried.`);
    }
    if (idle?.isIdle(settings)) {
      const said = await idle.attempt(settings, client.askFor(title)).catch((error: unknown) => failed(error, title));
      if (said !== undefined) findings.push(said);
    }
    return { ok, findings: [...new Set(findings)], records };
  } finally {
    await client.close();
  }
}

/** The first page with a record, or the first of all where there is none among the first few. */
async function firstPage<Settings>(
  declaration: HttpDeclaration<Settings>,
  settings: Settings,
  context: ReadContext,
  client: VendorClient<Settings>,
  unit: Unit<Settings>,
): Promise<UnitPage | null> {
  const reading = readUnit({ declaration, settings, client, context, unit, state: freshState, resume: null });
  let first: UnitPage | null = null;
  let tried = 0;
  for await (const page of reading) {
    first ??= page;
    if (page.page.records.length > 0) return page;
    tried += 1;
    if (tried >= pagesTried) break;
  }
  return first;
}

function foundIn<Settings>(unit: Unit<Settings>, first: UnitPage | null): readonly string[] {
  const { records = [], rejected = [], filteredOut = 0, gone = [] } = first?.page ?? {};
  const taken = gone.length > 0 ? `, ${gone.length} that were deleted` : '';
  const rows = `${records.length} records, ${rejected.length} to quarantine, ${filteredOut} left out on purpose${taken}`;
  const more = first?.next ? ', and there are more' : '';
  const reasons = rejected.slice(0, 2).map(({ reason }) => reason);
  return [`${subjectOf(unit)} can be read; its first page gives ${rows}${more}.`, ...reasons];
}
