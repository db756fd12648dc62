// What a browser itself says about how a page came, followed and scrolled.

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {{ url: string, address: string, signIn: (context: import('@playwright/test').BrowserContext, url: string) => Promise<void> }} Visit */
/** @typedef {{ lcpMs: number, inpMs: number, cls: number }} Load */
/** @typedef {{ width: number, height: number, network: null | { latency: number, downloadThroughput: number, uploadThroughput: number }, cpuRate: number }} Device */

/** @type {Device} */
export const desktop = { width: 1440, height: 900, network: null, cpuRate: 1 };
const kilobitPerSecond = 1024 / 8;
/** Slow 4G as Lighthouse simulates it, and a processor a quarter as fast. @type {Device} */
export const farPhone = {
  width: 390,
  height: 844,
  network: { latency: 150, downloadThroughput: 1_638 * kilobitPerSecond, uploadThroughput: 768 * kilobitPerSecond },
  cpuRate: 4,
};

/** Runs in the page before anything of it does. */
const watching = `
  globalThis.seen = { lcp: 0, cls: 0, interactions: [], longTasks: [] };
  const observe = (options, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ buffered: true, ...options });
  observe({ type: 'largest-contentful-paint' }, ({ startTime }) => { seen.lcp = startTime; });
  observe({ type: 'layout-shift' }, ({ value, hadRecentInput }) => { seen.cls += hadRecentInput ? 0 : value; });
  observe({ type: 'event', durationThreshold: 16 }, ({ interactionId, duration }) => {
    if (interactionId) seen.interactions.push(duration);
  });
  observe({ type: 'longtask' }, ({ duration }) => { seen.longTasks.push(duration); });
`;
const countingFrames = `
  seen.longTasks = [];
  globalThis.frameTimes = [];
  let last = performance.now();
  const frame = (now) => {
    frameTimes.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
`;

/** A first visit: nothing is kept by the browser. @param {Browser} browser @param {Device} device @param {Visit} visit */
async function open(browser, device, { url, address, signIn }) {
  const { width, height, network, cpuRate } = device;
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB', timezoneId: 'UTC' });
  await signIn(context, url);
  await context.addInitScript({ content: watching });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  if (network !== null) {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, ...network });
  }
  if (cpuRate > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: cpuRate });
  await page.goto(url + address);
  await page.locator('h1').waitFor();
  // The pages' own policy lets no text be run as code, so that nothing can be waited for by a function.
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(1_000);
  return { context, page, session };
}

/**
 * How a page comes, and how it follows the palette, a menu and the theme.
 *
 * @param {Browser} browser @param {Device} device @param {Visit} visit @returns {Promise<Load>}
 */
export async function loadOf(browser, device, visit) {
  const { context, page } = await open(browser, device, visit);
  try {
    const { lcp, cls } = await page.evaluate('seen');
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(1_000);
    for (const letter of 'lead time') await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    if (device.width > 700) await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await page.waitForTimeout(500);
    const { interactions } = await page.evaluate('seen');
    return { lcpMs: lcp, inpMs: Math.max(0, ...interactions), cls };
  } finally {
    await context.close();
  }
}

/** How smoothly a page is scrolled from its top to its end. @param {Browser} browser @param {Visit} visit */
export async function scrollOf(browser, visit) {
  const { context, page, session } = await open(browser, desktop, visit);
  try {
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
    await page.evaluate(countingFrames);
    await session.send('Input.synthesizeScrollGesture', {
      x: 700,
      y: 500,
      yDistance: -Math.max(0, height - 900),
      speed: 4_000,
      gestureSourceType: 'mouse',
    });
    /** @type {{ frames: number[], longTasks: number[] }} */
    const { frames, longTasks } = await page.evaluate('({ frames: frameTimes, longTasks: seen.longTasks })');
    const sorted = frames.sort((a, b) => a - b);
    return {
      height,
      p95Ms: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
      longestMs: Math.round(sorted.at(-1) ?? 0),
      longTasks: longTasks.length,
      longTasksMs: Math.round(longTasks.reduce((sum, ms) => sum + ms, 0)),
    };
  } finally {
    await context.close();
  }
}
