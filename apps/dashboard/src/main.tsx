import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followChanges } from './api/live-changes.js';
import { App } from './app.js';
import './app.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
followChanges();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
