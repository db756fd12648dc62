import type { SessionState } from '@tandem/contracts/access';
import type { SavedView, SavedViewList } from '@tandem/contracts/saved-views';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { withParams } from '../../navigation/address.js';
import { PREFERENCES_PATH, usePreferences } from '../../preferences/preferences.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { useTask } from '../../ui/use-task.js';
import { isShown, viewAddress } from './view-address.js';
import { ViewForm } from './view-form.js';
import { words } from './views-words.js';

interface LineProps {
  readonly view: SavedView;
  readonly mayRemove: boolean;
  readonly onOpen: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function about(view: SavedView, isFirst: boolean): string {
  const sharing = view.isMine ? (view.isShared ? words.shared : '') : words.ofOwner(view.owner);
  return [sharing, isFirst ? words.opensFirst : ''].filter(Boolean).join(', ');
}

function ViewLine({ view, mayRemove, onOpen, onEdit, onRemove }: LineProps) {
  const [path] = useLocation();
  const search = useSearch();
  const { preferences } = usePreferences();
  const details = about(view, preferences.startView === view.id);
  const [ofView = '', query = ''] = view.address.split('?');
  const theme = new URLSearchParams(search).get('theme');
  const to = theme === null ? view.address : `${ofView}?${withParams(query, { theme })}`;
  return (
    <li className="flex min-h-[36px] items-center gap-2 py-1">
      <Link
        href={to}
        onClick={onOpen}
        aria-current={isShown(view.address, path, search) ? 'true' : undefined}
        className="lnk min-w-0 flex-1 aria-[current]:font-semibold"
      >
        {view.name}
        {details !== '' && <span className="block text-xs font-normal text-text-3">{details}</span>}
      </Link>
      {view.isMine && (
        <button type="button" className="btn !h-7" aria-label={words.edit(view.name)} onClick={onEdit}>
          {words.editShort}
        </button>
      )}
      {mayRemove && (
        <button type="button" className="btn !h-7" aria-label={words.removeFor(view.name)} onClick={onRemove}>
          {words.remove}
        </button>
      )}
    </li>
  );
}

interface ViewListProps {
  readonly onOpen: () => void;
  readonly onEdit: (view: SavedView) => void;
  readonly onRemove: (view: SavedView) => void;
}

function ViewList({ onOpen, onEdit, onRemove }: ViewListProps) {
  const [path] = useLocation();
  const session = useResource<SessionState>('/session');
  const list = useResource<SavedViewList>('/views');
  const isAdministrator = session.data?.account?.role === 'administrator';
  return (
    <Loaded resource={list} heights={[80]}>
      {({ views }) => {
        const ofPage = views.filter(({ address }) => address.split('?')[0] === path);
        return ofPage.length === 0 ? (
          <p className="text-sm text-text-2">
            {words.none} {words.explained}
          </p>
        ) : (
          <ul aria-label={words.menuOf} className="divide-y divide-line">
            {ofPage.map((view) => (
              <ViewLine
                key={view.id}
                view={view}
                mayRemove={view.isMine || isAdministrator}
                onOpen={onOpen}
                onEdit={() => onEdit(view)}
                onRemove={() => onRemove(view)}
              />
            ))}
          </ul>
        );
      }}
    </Loaded>
  );
}

/** The saved views of the page that is open, and what is shown now as another one. */
export default function ViewsPanel({ onDone }: { readonly onDone: () => void }) {
  const [path] = useLocation();
  const search = useSearch();
  const [edited, setEdited] = useState<SavedView | 'new' | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { error, attempt } = useTask();
  const remove = async (view: SavedView): Promise<void> => {
    const isRemoved = await attempt(async () => {
      await sendJson(`/views/${view.id}`, { method: 'DELETE' });
      invalidateResources((asked) => asked === '/views' || asked === PREFERENCES_PATH, 0);
    });
    if (isRemoved) setSaid(words.removed(view.name));
  };
  const finish = (text: string | null): void => {
    setEdited(null);
    setSaid(text);
  };
  return (
    <div className="px-4 py-3">
      {edited === null ? (
        <>
          <ViewList onOpen={onDone} onEdit={setEdited} onRemove={(view) => void remove(view)} />
          <button type="button" className="btn mt-2 w-full" onClick={() => setEdited('new')}>
            {words.save}
          </button>
        </>
      ) : (
        <ViewForm view={edited === 'new' ? null : edited} address={viewAddress(path, search)} onDone={finish} />
      )}
      <FormError error={error} />
      <p role="status" className="mt-1 text-xs text-text-2">
        {said}
      </p>
    </div>
  );
}
