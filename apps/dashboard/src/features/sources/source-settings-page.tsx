import type { ConnectorList, SourceSettings } from '@tandem/contracts/connectors';
import { useLocation, useSearch } from 'wouter';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { addressOf } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Credentials } from './credentials.js';
import { SourceForm, type SourceDraft } from './source-form.js';
import { storedSecrets } from './setting-values.js';
import { CONNECT } from './connect-words.js';

/** Settings and credentials of a source that there is. */
export default function SourceSettingsPage({ id }: { readonly id: string }) {
  const path = `/sources/${encodeURIComponent(id)}`;
  const settings = useResource<SourceSettings>(`${path}/settings`);
  const kinds = useResource<ConnectorList>('/connectors');
  const [, navigate] = useLocation();
  const search = useSearch();
  const save = async (draft: SourceDraft): Promise<void> => {
    await sendJson(`${path}/settings`, { method: 'PUT', body: draft });
    invalidateResources((other) => other.startsWith('/sources'), 0);
    navigate(addressOf(path, search));
  };
  const crumbs = (
    <PageLink to={path} className="hover:underline">
      {settings.data?.name ?? CONNECT.source}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={CONNECT.settingsTitle} crumbs={crumbs}>
        <p className="text-sm text-text-2">{CONNECT.settingsIntro}</p>
      </PageHeading>
      <Loaded resource={settings} heights={[320]}>
        {(data) => (
          <Loaded resource={kinds} heights={[320]}>
            {({ connectors }) => {
              const kind = connectors.find((one) => one.id === data.connector);
              if (!kind) return null;
              return (
                <>
                  <Credentials
                    path={path}
                    fields={kind.fields.filter((field) =>
                      storedSecrets(kind.fields, data.settings).includes(field.path),
                    )}
                  />
                  <SourceForm kind={kind} begun={data} source={id} saveLabel={CONNECT.saveSettings} save={save} />
                </>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
