import { locales } from '@tandem/contracts/preference-choices';
import type { Locale, Preferences } from '@tandem/contracts/preferences';
import type { SavedViewList } from '@tandem/contracts/saved-views';
import { useId, type ReactNode } from 'react';
import { useResource } from '../../api/use-resource.js';
import { useNow } from '../../navigation/use-now.js';
import { choosePreferences, usePreferences } from '../../preferences/preferences.js';
import { valueText } from '../../text/number-text.js';
import { momentText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { words } from './reading-words.js';

interface Option {
  readonly value: string;
  readonly label: string;
}

function zoneOptions(ofOrganisation: string, chosen: string | null): readonly Option[] {
  const ofDevice = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = Intl.supportedValuesOf('timeZone');
  const named = chosen === null || all.includes(chosen) ? all : [chosen, ...all];
  return [
    { value: '', label: words.zoneOfOrganisation(ofOrganisation) },
    { value: ofDevice, label: words.zoneOfDevice(ofDevice) },
    ...['UTC', ...named].filter((zone) => zone !== ofDevice).map((zone) => ({ value: zone, label: zone })),
  ];
}

function Row({ label, children, hint }: { label: string; children: ReactNode; hint?: string }) {
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[180px_1fr]">
      <span className="pt-1.5 text-sm font-medium">{label}</span>
      <div className="min-w-0">
        {children}
        {hint !== undefined && <p className="mt-1 text-xs text-text-3">{hint}</p>}
      </div>
    </div>
  );
}

function Chosen<Value extends string>({
  label,
  value,
  names,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}) {
  const options = (Object.keys(names) as Value[]).map((one) => ({ value: one, label: names[one] }));
  return <Choice label={label} value={value} options={options} onChange={(next) => onChange(next as Value)} />;
}

/** What is opened first, and whether single keys do something. */
function HabitRows({
  preferences,
  choose,
}: {
  readonly preferences: Preferences;
  readonly choose: (change: Partial<Preferences>) => void;
}) {
  const views = useResource<SavedViewList>('/views').data?.views ?? [];
  const shortcuts = useId();
  return (
    <>
      <Row label={words.start}>
        <Choice
          label={words.start}
          value={preferences.startView ?? ''}
          options={[{ value: '', label: words.board }, ...views.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(id) => choose({ startView: id === '' ? null : id })}
        />
      </Row>
      <Row label={words.keyboard} hint={words.shortcutsHint}>
        <label htmlFor={shortcuts} className="inline-flex min-h-[32px] items-center gap-2 text-sm">
          <input
            id={shortcuts}
            type="checkbox"
            className="h-5 w-5"
            checked={preferences.shortcuts}
            onChange={(event) => choose({ shortcuts: event.target.checked })}
          />
          {words.shortcuts}
        </label>
      </Row>
    </>
  );
}

/** Formats, time zone, density, colours, what is opened first, and single keys. */
export function ReadingPanel() {
  const { preferences, organisation } = usePreferences();
  const { error, attempt } = useTask();
  const now = useNow();
  const title = useId();
  const choose = (change: Partial<Preferences>): void => void attempt(() => choosePreferences(change));
  const localeNames = Object.fromEntries(locales.map((locale) => [locale, words.locales[locale]])) as Record<
    Locale,
    string
  >;
  return (
    <section id="reading" className="panel mt-4 px-5 py-4" aria-labelledby={title}>
      <h2 id={title} className="text-lg font-semibold">
        {words.title}
      </h2>
      <p className="mt-1 text-sm text-text-2">{words.explained}</p>
      <div className="mt-3 space-y-3">
        <Row label={words.locale} hint={words.example(valueText('1234567.89', 'EUR'), momentText(now))}>
          <Chosen
            label={words.locale}
            value={preferences.locale}
            names={localeNames}
            onChange={(locale) => choose({ locale })}
          />
        </Row>
        <Row label={words.timeZone} hint={words.zoneHint}>
          <Choice
            label={words.timeZone}
            value={preferences.timeZone ?? ''}
            options={zoneOptions(organisation.timeZone, preferences.timeZone)}
            onChange={(zone) => choose({ timeZone: zone === '' ? null : zone })}
          />
        </Row>
        <Row label={words.density}>
          <Chosen
            label={words.density}
            value={preferences.density}
            names={words.densities}
            onChange={(density) => choose({ density })}
          />
        </Row>
        <Row label={words.theme}>
          <Chosen
            label={words.theme}
            value={preferences.theme}
            names={words.themes}
            onChange={(theme) => choose({ theme })}
          />
        </Row>
        <HabitRows preferences={preferences} choose={choose} />
      </div>
      <FormError error={error} />
    </section>
  );
}
