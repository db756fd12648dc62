import { lazy, Suspense, useState } from 'react';
import { Popover } from '../../ui/popover.js';
import { words } from './views-words.js';

const ViewsPanel = lazy(() => import('./views-panel.js'));

/** Addresses of this page that were given a name. */
export function ViewsMenu() {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <Popover
      label={words.menuOf}
      summary={words.menu}
      panelClassName="w-[min(340px,calc(100vw-32px))] max-sm:left-0 max-sm:right-auto"
      onOpen={(isOpen) => setWasOpened((was) => was || isOpen)}
    >
      {(close) =>
        wasOpened && (
          <Suspense fallback={null}>
            <ViewsPanel onDone={close} />
          </Suspense>
        )
      }
    </Popover>
  );
}
