import type { Finding, Json, Page, ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { rawRows } from '@tandem/connector-kit/http/raw-rows';
import { schemaDrift, type SeenShape } from '@tandem/connector-kit/http/schema-drift';
import { columnsRead } from '@tandem/connector-kit/mapping/columns-read';
import { mainStream } from '@tandem/connector-kit/mapping/mapping-settings';
import { objectMapper } from '@tandem/connector-kit/mapping/object-mapper';
import { z } from 'zod';
import { rowOf, tapMessages, type TapMessage } from './messages.js';
import type { SingerSettings } from './singer.connector.js';
import { openTap, type Tap } from './tap.js';

const stream = 'records';
const rowsPerPage = 500;
const linesOfLog = 20;
const charactersOfLog = 3_000;

const keptState = z.strictObject({
  /** The last STATE behind which everything is stored; null before the first. */
  state: z.json(),
  /** What the fields of each stream of the tap have held. */
  shapes: z.record(z.string(), z.record(z.string(), z.string())),
});

/**
 * Runs the tap and hands its records out in pages. A STATE says that everything before it has come, so it is kept with the page that holds the last of these
 * rows, and never earlier. What comes after the last STATE of a run comes again with the next.
 */
export async function* readTap(settings: SingerSettings, context: ReadContext): AsyncGenerator<Page> {
  const tap = await openTap(settings, context);
  const run = new TapRun(settings, context);
  let failure: unknown = null;
  try {
    try {
      for await (const message of tapMessages(tap.output(run.begins), settings.tap)) {
        yield* run.take(message);
        context.signal.throwIfAborted();
      }
    } catch (error) {
      context.signal.throwIfAborted();
      failure = error;
    }
    yield* run.rest(logOf(tap, settings));
    context.signal.throwIfAborted();
    if (failure instanceof Error) throw failure;
    yield { ...emptyPage, cursor: null, progress: 1 };
  } finally {
    await tap.close();
  }
}

const emptyPage = { records: [], rejected: [], filteredOut: 0 };

type Row = ReturnType<typeof rowOf>;

class TapRun {
  /** Where the tap goes on; null for the start. A window is read from the start, for a tap knows no windows. */
  readonly begins: Json | null;
  private readonly map: ReturnType<typeof objectMapper>;
  private readonly columns: z.ZodObject;
  private readonly shapes: Map<string, SeenShape>;
  private readonly described = new Set<string>();
  private readonly others = new Set<string>();
  private rows: Row[] = [];
  private state: Json | null = null;
  /** So many of the rows in hand came before the last STATE; null where none has come since they are in hand. */
  private behind: number | null = null;

  constructor(
    private readonly settings: SingerSettings,
    private readonly context: ReadContext,
  ) {
    const kept = keptState.safeParse(context.states?.find((one) => one.stream === stream)?.state).data;
    this.begins = context.window ? null : (kept?.state ?? null);
    this.shapes = new Map(Object.entries(kept?.shapes ?? {}));
    this.map = objectMapper(settings.mappings, `tap ${settings.tap}`);
    this.columns = columnsRead(settings.mappings);
  }

  *take(message: TapMessage): Generator<Page> {
    switch (message.type) {
      case 'SCHEMA':
        this.described.add(message.stream);
        return;
      case 'STATE':
        [this.state, this.behind] = [message.value, this.rows.length];
        return;
      case 'OTHER':
        this.others.add(message.kind);
        return;
      case 'RECORD':
        if (!this.described.has(message.stream)) throw undescribed(this.settings.tap, message.stream);
        // Without a catalogue a tap gives all that it has.
        if (this.settings.streams.length && !this.settings.streams.includes(message.stream)) return;
        this.rows.push(rowOf(message));
        if (this.rows.length >= rowsPerPage) yield this.page(this.behind ?? this.rows.length);
    }
  }

  /** What is in hand when the tap has ended, well or badly. */
  *rest(log: readonly Finding[]): Generator<Page> {
    if (this.behind !== null) yield this.page(this.behind);
    const kinds = [...this.others].map((kind) =>
      finding(`The tap sends messages of the kind ${kind}, which say nothing here.`),
    );
    const page = this.page(this.rows.length);
    yield { ...page, findings: [...(page.findings ?? []), ...kinds, ...log] };
  }

  /** The first rows in hand; with the STATE where they are all that came before it. */
  private page(count: number): Page {
    const rows = this.rows.slice(0, count);
    this.rows = this.rows.slice(count);
    const { keys, ...made } = this.map(rows);
    const findings = this.drift(rows);
    const isWhole = this.behind !== null && this.behind <= count && !this.context.window;
    const states = [{ stream, partition: '', state: { state: this.state, shapes: Object.fromEntries(this.shapes) } }];
    if (this.behind !== null) this.behind = this.behind <= count ? null : this.behind - count;
    // Two streams of a tap may use the same keys.
    const raw = rawRows(rows, keys).map((one, index) => ({ ...one, key: `${rows[index]?._stream ?? ''} ${one.key}` }));
    return {
      ...made,
      raw: { stream, partition: '', delivers: mainStream(this.settings.mappings), rows: raw },
      cursor: null,
      progress: null,
      ...(findings.length ? { findings } : {}),
      ...(isWhole ? { states } : {}),
    };
  }

  private drift(rows: readonly Row[]): readonly Finding[] {
    return [...new Set(rows.map(({ _stream: name }) => name))].flatMap((name) => {
      const own = rows.filter(({ _stream: of }) => of === name);
      const about = { name: stream, title: name, row: this.columns };
      const { shape, findings } = schemaDrift(about, own, this.shapes.get(name) ?? null);
      this.shapes.set(name, shape);
      return findings;
    });
  }
}

function logOf(tap: Tap, { tap: name }: SingerSettings): readonly Finding[] {
  const lines = tap.log().split('\n').slice(-linesOfLog).join('\n').slice(-charactersOfLog);
  return lines === '' ? [] : [finding(`The log of the tap ${name} ends with:\n${lines}`)];
}

function finding(message: string): Finding {
  return { kind: 'other', stream, field: null, message };
}

function undescribed(tap: string, name: string): ConnectorFailure {
  return new ConnectorFailure(
    'sourceChanged',
    'schemaMissing',
    `The tap ${tap} sends a record of "${name.slice(0, 100)}" before it has said what such records hold.`,
    'A tap sends a SCHEMA first. Report this sentence to its maintainer.',
  );
}
