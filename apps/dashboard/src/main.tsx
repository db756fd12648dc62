import type { MetricPage } from '@tandem/contracts/metrics';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { firstQuestions, metricOf } from './api/first-questions.js';
import { followChanges } from './api/live-changes.js';
import { askAhead } from './api/resource-store.js';
import { isEntrance } from './api/signed-out.js';
import { nextQuestions } from './features/metric/chart-questions.js';
import { PREFERENCES_PATH } from './preferences/preferences.js';
import { setLanguage } from './text/catalogue.js';
import { App } from './app.js';
import './app.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
if (!isEntrance(location.pathname)) {
  askFirst();
  followChanges();
}

/** Marks every text of a catalogue, to show what would stay untranslated. No reader chooses it. */
const PSEUDO = 'en-XA';

function draw(container: HTMLElement): void {
  createRoot(container).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

if (new URLSearchParams(location.search).get('lang') === PSEUDO) {
  void import('./text/pseudo-language.js').then(({ pseudoLanguage }) => {
    setLanguage(PSEUDO, pseudoLanguage);
    draw(root);
  });
} else draw(root);

/** Asks what the opened page will ask, and, where the first answer says what comes next, that too. */
function askFirst(): void {
  const first = firstQuestions(location.pathname, location.search).map((path) => askAhead<unknown>(path));
  void askAhead(PREFERENCES_PATH);
  if (metricOf(location.pathname) === undefined) return;
  void (first[0] as Promise<MetricPage | undefined>).then((page) => {
    if (page) nextQuestions(page, new URLSearchParams(location.search)).forEach((path) => void askAhead(path));
  });
}
