import type { Connected, ConnectorKind, ConnectorList } from '@tandem/contracts/connectors';
import type { SourcePage } from '@tandem/contracts/sources';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ApiError } from '../../api/api-error.js';
import { askJson, getJson, uploadFile } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { addressOf, apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Progress } from '../../ui/progress.js';
import { idOf } from './setting-values.js';
import { SourceForm, type SourceDraft } from './source-form.js';

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
      <legend className="sr">What is connected</legend>
      <h2 className="text-base font-semibold">What is connected?</h2>
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
  const [sending, setSending] = useState<number | null>(null);
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
      await uploadFile(apiPath(`${path}/upload`, { name: file.name }), file, setSending);
    navigate(addressOf(path, search));
  };
  return (
    <>
      <SourceForm kind={kind} begun={BEGUN} saveLabel="Save and read it" save={save}>
        {(name: string, error: ApiError | null) => (
          <FormField
            label="Id"
            name="id"
            value={id ?? idOf(name)}
            onChange={setId}
            error={error}
            hint="In addresses and configuration files; it stays."
          />
        )}
      </SourceForm>
      {sending !== null && <Progress label="Sending the file" share={sending} />}
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
      Sources
    </PageLink>
  );
  return (
    <>
      <PageHeading title="Connect a source" crumbs={crumbs}>
        <p className="text-sm text-text-2">
          Its settings are tried before they are saved; secrets are encrypted and never shown again.
        </p>
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
