import { useEffect, useRef } from 'react';
import { downloadAddress } from '../api/request.js';

const FORMATS = [
  { format: 'xlsx', title: 'Excel', what: 'with the same digits' },
  { format: 'csv', title: 'CSV', what: 'for any spreadsheet' },
  { format: 'ndjson', title: 'NDJSON', what: 'for programs' },
] as const;

interface ExportMenuProps {
  /** Path of the API with everything that decides the answer. */
  readonly path: string;
  /** What is exported, for those who do not see the page around it. */
  readonly label: string;
}

/** The same answer as a file, made by the server: the page adds nothing to it. */
export function ExportMenu({ path, label }: ExportMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const { current } = menu;
      if (!current?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === 'Escape';
      const outside = event.type === 'pointerdown' && !current.contains(event.target as Node);
      if (escaped || outside) current.open = false;
      if (escaped) current.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  const close = (): void => {
    if (menu.current) menu.current.open = false;
  };
  return (
    <details ref={menu} className="noprint relative">
      <summary className="btn cursor-pointer list-none" aria-label={`Export ${label}`}>
        Export
      </summary>
      <ul className="panel absolute right-0 z-20 mt-1 w-max py-1 text-sm" aria-label={`Export ${label} as`}>
        {FORMATS.map(({ format, title, what }) => (
          <li key={format}>
            <a
              href={downloadAddress(path, format)}
              download
              onClick={close}
              className="flex h-9 items-center gap-2 px-3 hover:bg-sunken"
            >
              <span className="w-14 font-medium">{title}</span>
              <span className="text-text-3">{what}</span>
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
