import type { Connected, ConnectorKind, ConnectorList } from '@tandem/contracts/connectors';
import type { SourcePage } from '@tandem/contracts/sources';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ApiError } from '../../api/api-error.js';
import { askJson, getJson } from '../../api/request.js';
import { startUpload } from '../../api/uploads.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { addressOf, apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { idOf } from './setting-values.js';
import { SourceForm, type SourceDraft } from './source-form.js';
import { CONNECT } from './connect-words.js';

const BEGUN: SourceDraft = { name: '', expectedEvery: '1d', syncEvery: '1h', settings: {} };

function Kinds({
  kinds,
  chosen,
  onChoose,
}: {
  readonly kinds: readonly ConnectorKind[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}) {
  return (
    <fieldset className="panel mt-4 px-5 py-4">
      <legend className="sr">{CONNECT.whatIs}</legend>
      <h2 className="text-base font-semibold">{CONNECT.what}</h2>
      <div className="mt-2 grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
        {kinds.map(({ id, title }) => (
          <label key={id} className="flex min-h-8 cursor-pointer items-center gap-2 text-sm">
            <input type="radio" name="connector" checked={chosen === id} onChange={() => onChoose(id)} />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function NewSource({ kind }: { readonly kind: ConnectorKind }) {
  const [id, setId] = useState<string | null>(null);
  const [, navigate] = useLocation();
  const search = useSearch();
  const save = async (draft: SourceDraft, file: File | null): Promise<void> => {
    const body = {
      ...draft,
      id: id ?? idOf(draft.name),
      connector: kind.id,
      ...(kind.isPushed ? { syncEvery: null } : {}),
    };
    const made = await askJson<Connected>('/sources', { method: 'POST', body });
    invalidateResources((path) => path.startsWith('/sources'), 0);
    const path = `/sources/${encodeURIComponent(made.id)}`;
    if (file && (await getJson<SourcePage>(path)).source.takesUploads)
      void startUpload(made.id, apiPath(`${path}/upload`, { name: file.name }), file);
    navigate(addressOf(path, search));
  };
  const { params } = useParams();
  const begun = params.has('upload') ? { ...BEGUN, syncEvery: null, settings: { location: { upload: true } } } : BEGUN;
  return (
    <>
      <SourceForm kind={kind} begun={begun} saveLabel={CONNECT.saveAndRead} save={save}>
        {(name: string, error: ApiError | null) => (
          <FormField
            label={CONNECT.id}
            name="id"
            value={id ?? idOf(name)}
            onChange={setId}
            error={error}
            hint={CONNECT.idHint}
          />
        )}
      </SourceForm>
    </>
  );
}

/** From nothing to the first rows: choose, fill in, try, save. */
export default function ConnectPage() {
  const { params, set } = useParams();
  const list = useResource<ConnectorList>('/connectors');
  const chosen = params.get('connector');
  const crumbs = (
    <PageLink to="/sources" className="hover:underline">
      {CONNECT.sources}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={CONNECT.title} crumbs={crumbs}>
        <p className="text-sm text-text-2">{CONNECT.intro}</p>
      </PageHeading>
      <Loaded resource={list} heights={[120, 320]}>
        {({ connectors }) => {
          const kind = connectors.find(({ id }) => id === chosen);
          return (
            <>
              <Kinds kinds={connectors} chosen={chosen} onChoose={(connector) => set({ connector })} />
              {kind && <NewSource key={kind.id} kind={kind} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
