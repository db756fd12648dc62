import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import {
  defineConnector,
  type CheckResult,
  type DiscoveredChoices,
  type Page,
  type ReadContext,
} from '@tandem/connector-kit/connector';
import { mappingChoices } from '@tandem/connector-kit/mapping/mapping-choices';
import { mappingSettings } from '@tandem/connector-kit/mapping/mapping-settings';
import { objectMapper } from '@tandem/connector-kit/mapping/object-mapper';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { columnsOfSchema, streamsIn, type Catalogue } from './catalogue.js';
import { openTap, tapNames, type Tap } from './tap.js';
import { readTap } from './tap-run.js';

const recordsShown = 5;

export const singerSettings = z.strictObject({
  // Another tap is another program that would be given the secrets.
  tap: hostSetting(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name that the operator has given to a tap'), {
    label: 'Tap',
    help: 'One of the programs that the operator of this installation has named in TANDEM_SINGER_TAPS.',
    discovered: true,
  }),
  config: secretSetting(
    z
      .string()
      .max(100_000)
      .refine(
        (text) => isJsonObject(text),
        'must be an object in JSON, such as {"api_key": "…", "start_date": "2026-01-01T00:00:00Z"}',
      )
      .optional(),
    {
      label: 'Configuration of the tap',
      help: 'JSON, as the documentation of the tap says. All of it is kept as a secret.',
    },
  ),
  catalogue: setting(z.boolean().default(true), {
    label: 'The tap has a catalogue',
    help: 'Off for a tap that knows neither --discover nor --catalog.',
  }),
  streams: setting(z.array(z.string().min(1).max(300)).max(500).default([]), {
    label: 'Streams of the tap',
    help: 'All where left out.',
    discovered: true,
  }),
  silenceMinutes: setting(z.number().min(0.01).max(600).default(15), {
    label: 'Longest silence in minutes',
    help: 'A tap that says nothing for this long is stopped.',
  }),
  mappings: mappingSettings,
});
export type SingerSettings = z.output<typeof singerSettings>;

/** Whatever a tap of Singer reads: its records with its state beside them. */
export const singerConnector = defineConnector<SingerSettings>({
  id: 'singer',
  title: 'Singer tap',
  settings: singerSettings,
  streams: [{ name: 'records', title: 'Records of the tap', delivers: [] }],
  location: ({ tap, streams }) => `tap ${tap}${streams.length ? `: ${streams.join(', ')}` : ''}`,
  check: checkTap,
  discover: discoverTap,
  read: readTap,
  replay: (settings, { rows }) => {
    const { keys: _, ...made } = objectMapper(settings.mappings, `tap ${settings.tap}`)(rows.map(({ row }) => row));
    return made;
  },
});

async function checkTap(settings: SingerSettings, context: ReadContext): Promise<CheckResult> {
  const findings: string[] = [];
  const records: NonNullable<CheckResult['records']>[number][] = [];
  let [rejected, filteredOut] = [0, 0];
  try {
    if (settings.catalogue) findings.push(...(await inTap(settings, context, catalogueFindings(settings))));
    for await (const page of readTap(settings, { ...context, states: [] })) {
      records.push(...page.records.slice(0, recordsShown - records.length));
      rejected += page.rejected.length;
      filteredOut += page.filteredOut;
      findings.push(...reasonsOf(page));
      if (records.length >= recordsShown) break;
    }
    const left = `${rejected} to quarantine, ${filteredOut} left out by "where"`;
    return { ok: true, findings: [...findings, `The first records can be mapped; ${left}.`], records };
  } catch (error) {
    context.signal.throwIfAborted();
    const { message, hint } = classifyFailure(error, `The tap ${settings.tap}`);
    return { ok: false, findings: [...findings, message, hint], records };
  }
}

function reasonsOf({ rejected }: Page): readonly string[] {
  return rejected.slice(0, 2).map(({ reason }) => reason);
}

const catalogueFindings = (settings: SingerSettings) => async (tap: Tap) => {
  const there = streamsIn(await tap.discover()).map(({ name }) => name);
  const missing = settings.streams.filter((name) => !there.includes(name));
  const names = `The tap has ${there.length} streams: ${there.slice(0, 20).join(', ')}${there.length > 20 ? ', …' : ''}.`;
  return [names, ...missing.map((name) => `It has no stream "${name}".`)];
};

async function inTap<Result>(
  settings: SingerSettings,
  context: ReadContext,
  work: (tap: Tap) => Promise<Result>,
): Promise<Result> {
  const tap = await openTap(settings, context);
  try {
    return await work(tap);
  } finally {
    await tap.close();
  }
}

/** Taps that the operator has named; and of the chosen one its streams, and mappings to begin with. */
async function discoverTap(settings: SingerSettings, context: ReadContext): Promise<readonly DiscoveredChoices[]> {
  const names = tapNames(context);
  const none = 'The operator of this installation has named no tap in TANDEM_SINGER_TAPS.';
  const taps = {
    field: 'tap',
    choices: names.map((value) => ({ value, label: value })),
    note: names.length ? null : none,
  };
  if (!names.includes(settings.tap) || !settings.catalogue) return [taps];
  const catalogue = await inTap(settings, context, (tap) => tap.discover());
  return [taps, ...choicesIn(catalogue, settings)];
}

function choicesIn(catalogue: Catalogue, { streams }: SingerSettings): readonly DiscoveredChoices[] {
  const there = streamsIn(catalogue);
  const wanted = there.find(({ name }) => (streams as readonly string[] | undefined)?.includes(name)) ?? there[0];
  return [
    { field: 'streams', choices: there.map(({ name }) => ({ value: name, label: name })), note: null },
    mappingChoices(wanted ? columnsOfSchema(wanted.schema) : [], 'The tap names no fields.'),
  ];
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
