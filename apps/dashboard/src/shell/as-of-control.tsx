import { lazy, useState } from 'react';
import { useParams } from '../navigation/use-params.js';
import { momentText } from '../text/time-text.js';
import { Popover } from '../ui/popover.js';
import { words } from './shell-words.js';
import { LatePart } from './page-boundary.js';

const AsOfPanel = lazy(() => import('./as-of-panel.js'));

function Clock() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M2.6 5.2A6 6 0 1 1 2 8M2.3 2.4v3h3M8 4.8V8l2.2 1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

const ID = 'as-of-control';

/** Opens it from elsewhere, and goes to where the time is written. */
export function openAsOf(): void {
  const control = document.getElementById(ID);
  if (!(control instanceof HTMLDetailsElement)) return;
  control.open = true;
  control.querySelector('summary')?.focus();
}

/** Turns whatever page is open into what was known at an earlier time. */
export function AsOfControl() {
  const { asOf } = useParams();
  const [wasOpened, setWasOpened] = useState(false);
  const isAway = asOf !== null && !Number.isNaN(Date.parse(asOf));
  const label = isAway ? words.asOf.openAt(momentText(asOf)) : words.asOf.open;
  return (
    <Popover
      id={ID}
      label={label}
      summary={<Clock />}
      className={`!px-2 ${isAway ? '!border-warn !bg-warn-bg !text-warn' : ''}`}
      panelClassName="w-[min(320px,calc(100vw-32px))] max-sm:!fixed max-sm:!right-4 max-sm:top-12"
      onOpen={(isOpen) => setWasOpened((was) => was || isOpen)}
    >
      {(close) =>
        wasOpened && (
          <LatePart>
            <AsOfPanel onDone={close} />
          </LatePart>
        )
      }
    </Popover>
  );
}
