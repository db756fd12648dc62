import { sendJson } from '../api/request.js';

/** The whole page is loaded anew, so that nothing of whoever was here is left. */
export async function signOut(): Promise<void> {
  await sendJson('/session', { method: 'DELETE' });
  location.assign('/sign-in');
}
