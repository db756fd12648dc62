import { expect, type Locator } from '@playwright/test';

/** More than any page has of what can be tabbed to. */
const mostSteps = 400;

/** Presses Tab until something has the focus, as whoever has no mouse does. */
export async function tabTo(wanted: Locator): Promise<void> {
  const isThere = () => wanted.evaluate((element) => element === element.ownerDocument.activeElement);
  for (let step = 0; step < mostSteps && !(await isThere()); step += 1) await wanted.page().keyboard.press('Tab');
  await expect(wanted).toBeFocused();
}
