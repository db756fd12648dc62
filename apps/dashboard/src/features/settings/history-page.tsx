import type { ConfigurationHistory } from '@tandem/contracts/settings';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { Choice } from '../../ui/choice.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { SettingsPage } from './settings-page.js';
import { KIND_WORDS, SETTINGS } from './settings-words.js';
import { HistoryList } from './thing-history.js';

const kinds = Object.keys(KIND_WORDS) as (keyof typeof KIND_WORDS)[];

function Entries() {
  const { params, set } = useParams();
  const kind = kinds.find((one) => one === params.get('kind'));
  const before = Number(params.get('before')) || null;
  const asked = apiPath('/configuration/history', { kind, before, limit: 50 });
  const history = useResource<ConfigurationHistory>(asked);
  return (
    <Loaded resource={history} heights={[480]}>
      {({ entries, next }) =>
        entries.length === 0 ? (
          <Empty title={SETTINGS.noHistory}>{SETTINGS.noHistoryText}</Empty>
        ) : (
          <section className="panel mt-4" aria-label={SETTINGS.history}>
            <HistoryList {...(kind ? { kind } : {})} before={before} />
            {next !== null && (
              <p className="border-t border-line px-4 py-3">
                <button type="button" className="btn" onClick={() => set({ before: String(next) }, false)}>
                  {SETTINGS.older}
                </button>
              </p>
            )}
          </section>
        )
      }
    </Loaded>
  );
}

/** Who changed what of the configuration, in the browser or by a file, and the way back to any version of it. */
export default function HistoryPage() {
  const { params, set } = useParams();
  return (
    <SettingsPage
      title={SETTINGS.historyTitle}
      intro={SETTINGS.historyIntro}
      controls={
        <Choice
          label={SETTINGS.kind}
          value={params.get('kind') ?? ''}
          options={[
            { value: '', label: SETTINGS.everything },
            ...kinds.map((kind) => ({ value: kind, label: KIND_WORDS[kind] })),
          ]}
          onChange={(kind) => set({ kind: kind === '' ? null : kind, before: null })}
        />
      }
    >
      <Entries />
    </SettingsPage>
  );
}
