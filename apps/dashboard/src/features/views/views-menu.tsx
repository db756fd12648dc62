import { lazy, useState } from 'react';
import { Popover } from '../../ui/popover.js';
import { words } from './views-words.js';
import { LatePart } from '../../shell/page-boundary.js';

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
          <LatePart>
            <ViewsPanel onDone={close} />
          </LatePart>
        )
      }
    </Popover>
  );
}
