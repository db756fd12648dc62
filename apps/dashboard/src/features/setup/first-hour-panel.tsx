import { useState } from 'react';
import { FirstHour } from './first-hour.js';
import { FIRST_HOUR } from './first-hour-words.js';

const KEY = 'tandem.first-hour';

function isHidden(): boolean {
  return localStorage.getItem(KEY) === 'hidden';
}

/** The first steps above a board on which nothing is agreed yet; whoever hides them finds the way back to them there. */
export default function FirstHourPanel() {
  const [hidden, setHidden] = useState(isHidden);
  const hide = (next: boolean): void => {
    if (next) localStorage.setItem(KEY, 'hidden');
    else localStorage.removeItem(KEY);
    setHidden(next);
  };
  if (!hidden) return <FirstHour onDismiss={() => hide(true)} />;
  return (
    <p className="mt-2">
      <button type="button" className="lnk text-sm" onClick={() => hide(false)}>
        {FIRST_HOUR.show}
      </button>
    </p>
  );
}
