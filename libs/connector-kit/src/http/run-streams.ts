import type { StreamName } from '@tandem/domain/record/streams';
import { z } from 'zod';
import { classifyFailure } from '../classify-failure.js';
import type { CoveredTime, Json, Page, ReadContext, TimeWindow } from '../connector.js';
import { ConnectorFailure } from '../connector-failure.js';
import { streamsOf, type HttpDeclaration, type HttpStream } from './declaration.js';
import { readUnit, subjectOf, type Unit, type UnitPage } from './read-unit.js';
import { begunReading, stateOf, toStreamState, type BegunReading } from './stream-state.js';
import { ConnectionFailure, VendorClient } from './vendor-client.js';

const window = z.strictObject({ from: z.string(), to: z.string() });
const unitFailure = z.strictObject({
  action: z.enum(['retry', 'rateLimited', 'configuration', 'sourceChanged']),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
});

/** Where an interrupted run goes on: partitions in front of this one are done. */
const runCursor = z.strictObject({
  v: z.literal(1),
  stream: z.string(),
  partition: z.string(),
  /** null when this partition is done as well. */
  reading: begunReading.nullable(),
  failures: z.array(unitFailure),
  /** What is covered by every partition so far, by canonical stream; null where one of them failed or covers nothing. */
  covered: z.record(z.string(), window.nullable()),
});
type RunCursor = z.output<typeof runCursor>;

/** Failures beyond this number are counted only. */
const mostFailuresKept = 20;

/**
 * Reads all partitions of all chosen streams, one after the other. One that fails neither moves its state nor stops the others; the run then
 * ends with a failure that names them all.
 *
 * @throws {ConnectorFailure} after the last page when something could not be read
 */
export async function* runStreams<Settings>(
  declaration: HttpDeclaration<Settings>,
  settings: Settings,
  context: ReadContext,
): AsyncGenerator<Page> {
  const client = new VendorClient(declaration, settings, context);
  const { idle, title } = declaration;
  try {
    // A run that has nothing to read is no proof that it could.
    if (idle?.isIdle(settings)) await idle.attempt(settings, client.askFor(title));
    yield* new StreamsRun(declaration, settings, context, client).pages();
  } finally {
    await client.close();
  }
}

/** Streams that the settings ask for. */
export function chosenStreams<Settings>(
  declaration: HttpDeclaration<Settings>,
  settings: Settings,
): readonly HttpStream<Settings>[] {
  const streams = streamsOf(declaration, settings);
  const names = declaration.chosen?.(settings);
  return names ? streams.filter(({ name }) => names.includes(name)) : streams;
}

class StreamsRun<Settings> {
  private readonly failures: z.output<typeof unitFailure>[] = [];
  private failed = 0;
  private readonly covered = new Map<StreamName, TimeWindow | null>();

  constructor(
    private readonly declaration: HttpDeclaration<Settings>,
    private readonly settings: Settings,
    private readonly context: ReadContext,
    private readonly client: VendorClient<Settings>,
  ) {}

  async *pages(): AsyncGenerator<Page> {
    const units = await this.units();
    const resume = this.resumePoint(units);
    const first = resume ? units.findIndex((unit) => isUnit(unit, resume)) : 0;
    for (const [index, unit] of units.entries()) {
      if (index < first || (index === first && resume?.reading === null)) continue;
      yield* this.unitPages(unit, index === first ? (resume?.reading ?? null) : null, index / units.length);
    }
    const last = units.at(-1);
    if (last) yield { ...emptyPage, cursor: this.cursor(last, null), progress: 1, coverage: this.coverage() };
    this.throwFailures();
  }

  private async units(): Promise<readonly Unit<Settings>[]> {
    const units: Unit<Settings>[] = [];
    for (const stream of chosenStreams(this.declaration, this.settings)) {
      try {
        const partitions = (await stream.partitions?.(this.settings, this.client.askFor(stream.title))) ?? [''];
        for (const partition of new Set(partitions)) units.push({ stream, partition });
      } catch (error) {
        this.fail({ stream, partition: '' }, error);
      }
    }
    return units;
  }

  private async *unitPages(unit: Unit<Settings>, resume: BegunReading | null, progress: number): AsyncGenerator<Page> {
    const { declaration, settings, context, client } = this;
    const { stream, partition } = unit;
    const state = stateOf(context.states, stream.name, partition);
    try {
      for await (const read of readUnit({ declaration, settings, client, context, unit, state, resume })) {
        if (read.next === null) this.cover(stream, read.covered);
        yield this.pageOf(unit, read, progress);
        context.signal.throwIfAborted();
      }
    } catch (error) {
      this.fail(unit, error);
      // What is done and what has failed is told, so that a run that is interrupted later does not forget it.
      yield { ...emptyPage, cursor: this.cursor(unit, null), progress: null };
    }
  }

  private pageOf(unit: Unit<Settings>, { page, next, state }: UnitPage, progress: number): Page {
    const { stream, partition } = unit;
    const states = this.context.window ? [] : [toStreamState(stream.name, partition, state)];
    return { ...page, cursor: this.cursor(unit, next), progress: Math.min(0.999, progress), states };
  }

  private fail(unit: Unit<Settings>, error: unknown): void {
    this.context.signal.throwIfAborted();
    if (error instanceof ConnectionFailure) throw error;
    const { action, code, message, hint } = classifyFailure(error, subjectOf(unit));
    this.cover(unit.stream, null);
    this.failed += 1;
    if (this.failures.length < mostFailuresKept) this.failures.push({ action, code, message, hint });
  }

  private cover({ delivers }: HttpStream<Settings>, covered: TimeWindow | null): void {
    for (const stream of delivers) {
      const before = this.covered.get(stream);
      const both = covered && before ? intersection(before, covered) : covered;
      this.covered.set(stream, before === null ? null : both);
    }
  }

  private coverage(): Readonly<Partial<Record<StreamName, CoveredTime>>> {
    return Object.fromEntries([...this.covered].filter(([, covered]) => covered !== null));
  }

  private cursor({ stream, partition }: Unit<Settings>, reading: BegunReading | null): Json {
    const { failures } = this;
    const covered = Object.fromEntries(this.covered);
    const cursor: RunCursor = { v: 1, stream: stream.name, partition, reading, failures: [...failures], covered };
    return cursor;
  }

  /** Where the cursor of an interrupted run stands among what there is now; null to begin at the start. */
  private resumePoint(units: readonly Unit<Settings>[]): RunCursor | null {
    const read = runCursor.safeParse(this.context.cursor);
    if (!read.success || !units.some((unit) => isUnit(unit, read.data))) return null;
    // A stream whose parts could not be listed fails afresh; everything else that has failed is remembered.
    if (this.failed === 0) this.failures.push(...read.data.failures);
    this.failed = Math.max(this.failed, this.failures.length);
    for (const [stream, covered] of Object.entries(read.data.covered)) this.covered.set(stream as StreamName, covered);
    return read.data;
  }

  private throwFailures(): void {
    const [first, ...others] = this.failures;
    if (first === undefined) return;
    if (this.failed === 1) throw new ConnectorFailure(first.action, first.code, first.message, first.hint);
    // What the owner must mend stands before what mends itself.
    const worst =
      [first, ...others].find(({ action }) => action === 'configuration' || action === 'sourceChanged') ?? first;
    const messages = this.failures.map(({ message }) => message).join(' ');
    const rest = this.failed > this.failures.length ? ` And ${this.failed - this.failures.length} more.` : '';
    throw new ConnectorFailure(worst.action, worst.code, `${messages}${rest} Everything else was read.`, worst.hint);
  }
}

const emptyPage = { records: [], rejected: [], filteredOut: 0 };

function isUnit<Settings>(unit: Unit<Settings>, at: { readonly stream: string; readonly partition: string }): boolean {
  return unit.stream.name === at.stream && unit.partition === at.partition;
}

function intersection(a: TimeWindow, b: TimeWindow): TimeWindow | null {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from < to ? { from, to } : null;
}
