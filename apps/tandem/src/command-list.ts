import type { Command } from './command.js';

/** Loaded only when called, so that a small command does not wait for the whole server. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: () => import('./commands/start.js'),
  apply: () => import('./commands/apply.js'),
  rehearse: () => import('./commands/rehearse.js'),
  export: () => import('./commands/export.js'),
  catalogue: () => import('./commands/catalogue.js'),
  schema: () => import('./commands/schema.js'),
  audit: () => import('./commands/audit.js'),
  secrets: () => import('./commands/secrets.js'),
  'login-link': () => import('./commands/login-link.js'),
  'password-link': () => import('./commands/password-link.js'),
  doctor: () => import('./commands/doctor.js'),
};
