import { sendJson } from '../api/request.js';
import { forgetRecent } from '../features/palette/recent.js';
import { forgetPreferences } from '../preferences/preferences.js';

/** The whole page is loaded anew, so that nothing of whoever was here is left. */
export async function signOut(): Promise<void> {
  await sendJson('/session', { method: 'DELETE' });
  forgetPreferences();
  forgetRecent();
  location.assign('/sign-in');
}
