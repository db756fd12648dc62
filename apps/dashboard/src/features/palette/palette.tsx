import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import { addressOf } from '../../navigation/address.js';
import { Dialog } from '../../ui/dialog.js';
import { foundItems, type ItemKind, type PaletteItem } from './palette-items.js';
import { words } from './palette-words.js';
import { rememberRecent } from './recent.js';
import { usePaletteItems } from './use-palette-items.js';

interface PaletteProps {
  readonly onClose: () => void;
  readonly onShowKeys: () => void;
}

interface Group {
  readonly kind: ItemKind;
  readonly items: readonly PaletteItem[];
}

/** Those of one kind stand together already. */
function grouped(items: readonly PaletteItem[]): readonly Group[] {
  return [...new Set(items.map(({ kind }) => kind))].map((kind) => ({
    kind,
    items: items.filter((item) => item.kind === kind),
  }));
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
};

/** Opens what was chosen, or does it. */
function useRun(onClose: () => void): (item: PaletteItem) => void {
  const [, navigate] = useLocation();
  const search = useSearch();
  return (item) => {
    onClose();
    if (item.to === undefined) {
      item.act?.();
      return;
    }
    const [path = '', own = ''] = item.to.split('?');
    const [page = '', place] = path.split('#');
    if (item.kind !== 'action' && item.kind !== 'page')
      rememberRecent({ id: item.id.replace(/^recent /, ''), title: item.title, to: item.to });
    navigate(
      addressOf(page, search, Object.fromEntries(new URLSearchParams(own))) + (place === undefined ? '' : `#${place}`),
    );
  };
}

function Option({
  item,
  id,
  isChosen,
  onRun,
}: {
  item: PaletteItem;
  id: string;
  isChosen: boolean;
  onRun: () => void;
}) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onRun}
      className={`mx-1 flex min-h-[36px] cursor-pointer items-center gap-3 rounded px-3 text-sm ${isChosen ? 'bg-accent-bg outline outline-1 outline-accent' : 'hover:bg-sunken'}`}
    >
      <span className="min-w-0 flex-1 truncate">{item.title}</span>
      {item.detail !== undefined && <span className="max-w-[45%] truncate text-xs text-text-2">{item.detail}</span>}
    </li>
  );
}

const optionId = (id: string, index: number): string => `${id}-${index}`;

interface OptionListProps {
  readonly id: string;
  readonly query: string;
  readonly found: readonly PaletteItem[];
  /** Index of the one that Enter runs. */
  readonly at: number;
  readonly onRun: (item: PaletteItem) => void;
}

function OptionList({ id, query, found, at, onRun }: OptionListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, query]);
  return (
    <ul
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label={words.label}
      className="max-h-[min(420px,60vh)] overflow-y-auto py-1"
    >
      {grouped(found).map(({ kind, items }) => (
        <li key={kind} role="presentation">
          <ul role="group" aria-labelledby={`${id}-${kind}`}>
            <li id={`${id}-${kind}`} role="presentation" className="px-4 pb-1 pt-2 text-xs font-medium text-text-3">
              {words.groups[kind]}
            </li>
            {items.map((item) => {
              const index = found.indexOf(item);
              return (
                <Option
                  key={item.id}
                  id={optionId(id, index)}
                  item={item}
                  isChosen={index === at}
                  onRun={() => onRun(item)}
                />
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}

/** Ctrl or ⌘ K: whatever has a page, and what can be done, found by a few letters. */
export default function Palette({ onClose, onShowKeys }: PaletteProps) {
  const { items, isLoading } = usePaletteItems(onShowKeys);
  const run = useRun(onClose);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const found = foundItems(items, query);
  const at = Math.min(chosen, found.length - 1);
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const item = found[at];
    if (event.nativeEvent.isComposing || !item || (!step && event.key !== 'Enter')) return;
    event.preventDefault();
    if (step) setChosen(step(at, found.length));
    else run(item);
  };
  return (
    <Dialog label={words.label} className="mx-auto mb-auto mt-[10vh] w-[min(640px,calc(100vw-24px))]" onClose={onClose}>
      <input
        type="text"
        role="combobox"
        autoFocus
        aria-label={words.input}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? optionId(id, at) : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={words.input}
        value={query}
        onKeyDown={onKey}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        className="block h-12 w-full rounded-t-lg border-b border-line bg-surface px-4 text-lg text-text placeholder:text-text-3 focus-visible:outline-offset-[-2px]"
      />
      <OptionList id={id} query={query} found={found} at={at} onRun={run} />
      {found.length === 0 && <p className="px-4 pb-3 text-sm text-text-2">{words.nothing}</p>}
      <p className="flex justify-between gap-3 border-t border-line px-4 py-2 text-xs text-text-3">
        <span role="status">
          {query.trim() !== '' && words.found(found.length)} {isLoading && words.loading}
        </span>
        <span className="max-sm:hidden">{words.hint}</span>
      </p>
    </Dialog>
  );
}
