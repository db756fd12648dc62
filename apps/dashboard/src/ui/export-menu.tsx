import { useState } from 'react';
import { downloadAddress } from '../api/request.js';
import { useCurrentExport } from './current-export.js';
import { usePopover } from './popover.js';
import { savePicture } from './save-picture.js';
import { words } from './ui-words.js';

const FORMATS = [
  { format: 'xlsx', title: 'Excel' },
  { format: 'csv', title: 'CSV' },
  { format: 'ndjson', title: 'NDJSON' },
] as const;

export interface ExportMenuProps {
  /** Path of the API with everything that decides the answer. */
  readonly path: string;
  /** What is exported, for those who do not see the page around it. */
  readonly label: string;
  /** A chart that is also had as a picture, as it is drawn now. */
  readonly image?: {
    /** null while it is not drawn, for instance while its table is shown. */
    readonly drawing: () => SVGSVGElement | null;
    readonly title: string;
    readonly source: string;
    /** Of the file, without its ending. */
    readonly name: string;
  };
}

type Image = NonNullable<ExportMenuProps['image']>;

/** The chart as a picture; what went wrong is said where it was asked for. */
function PictureItem({ image, onDone }: { readonly image: Image; readonly onDone: () => void }) {
  const [fault, setFault] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const drawing = image.drawing();
    if (drawing === null) return setFault(words.picture.notDrawn);
    try {
      await savePicture({ drawing, title: image.title, source: image.source }, image.name);
      setFault(null);
      onDone();
    } catch (error) {
      setFault(error instanceof Error ? error.message : words.picture.failed);
    }
  };
  return (
    <li>
      <button
        type="button"
        className="flex h-9 w-full items-center gap-2 px-3 text-left hover:bg-sunken"
        onClick={() => void save()}
      >
        <span className="w-14 font-medium">{words.picture.title}</span>
        <span className={fault === null ? 'text-text-3' : 'text-bad'} role="status">
          {fault ?? words.picture.what}
        </span>
      </button>
    </li>
  );
}

/** The same answer as a file, made by the server: the page adds nothing to it. */
export function ExportMenu({ path, label, image }: ExportMenuProps) {
  const { popover, close } = usePopover();
  useCurrentExport(path, label);
  return (
    <details ref={popover} className="noprint relative">
      <summary className="btn cursor-pointer list-none" aria-label={words.exportOf(label)}>
        {words.export}
      </summary>
      <ul className="panel absolute right-0 z-20 mt-1 w-max py-1 text-sm" aria-label={words.exportAs(label)}>
        {FORMATS.map(({ format, title }) => (
          <li key={format}>
            <a
              href={downloadAddress(path, format)}
              download
              onClick={close}
              className="flex h-9 items-center gap-2 px-3 hover:bg-sunken"
            >
              <span className="w-14 font-medium">{title}</span>
              <span className="text-text-3">{words.formats[format]}</span>
            </a>
          </li>
        ))}
        {image && <PictureItem image={image} onDone={close} />}
      </ul>
    </details>
  );
}
