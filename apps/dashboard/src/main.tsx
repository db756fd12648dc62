import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { firstQuestions } from './api/first-questions.js';
import { followChanges } from './api/live-changes.js';
import { askAhead } from './api/resource-store.js';
import { isEntrance } from './api/signed-out.js';
import { App } from './app.js';
import './app.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
if (!isEntrance(location.pathname)) {
  firstQuestions(location.pathname, location.search).forEach(askAhead);
  followChanges();
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
