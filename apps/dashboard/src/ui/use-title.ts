import { useEffect } from 'react';
import { useParams } from '../navigation/use-params.js';
import { momentText } from '../text/time-text.js';
import { words } from '../shell/shell-words.js';
import { BRAND } from './brand.js';

/** The name of the page in the browser's tab, on paper and to a screen reader: with the time, when it is not the present. */
export function useTitle(title: string): void {
  const { asOf } = useParams();
  const isAway = asOf !== null && !Number.isNaN(Date.parse(asOf));
  const when = isAway ? ` (${words.asOf.titlePart(momentText(asOf))})` : '';
  useEffect(() => {
    document.title = `${title}${when} · ${BRAND}`;
  }, [title, when]);
}
