import type { BoardGoal } from '@tandem/contracts/board';

/** Heights of the table on a wall display, as `app.css` sets them; a row carries its border. */
export const KIOSK_ROW = 35;
export const KIOSK_GOAL_ROW = 33;

/**
 * Goals in as many screens as they need, each no higher than the room. A goal stays whole where it can; one that is higher than a screen goes
 * on over the next ones, under its name again. There is always at least one screen, and each holds at least one key result of its goals.
 */
export function kioskPages(goals: readonly BoardGoal[], room: number): readonly (readonly BoardGoal[])[] {
  const pages: BoardGoal[][] = [[]];
  let left = room;
  const turn = (): void => {
    pages.push([]);
    left = room;
  };
  for (const goal of goals) {
    const whole = KIOSK_GOAL_ROW + goal.keyResults.length * KIOSK_ROW;
    if (whole > left && left < room) turn();
    const perScreen = Math.max(1, Math.floor((room - KIOSK_GOAL_ROW) / KIOSK_ROW));
    for (let from = 0; from === 0 || from < goal.keyResults.length; from += perScreen) {
      if (from > 0) turn();
      const keyResults = goal.keyResults.slice(from, from + perScreen);
      pages.at(-1)?.push({ ...goal, keyResults });
      left -= KIOSK_GOAL_ROW + keyResults.length * KIOSK_ROW;
    }
  }
  return pages;
}
