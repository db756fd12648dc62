import { defineConfig } from '@playwright/test';

// "npm test" names the browser of the system that it has found; nothing is downloaded.
const browser = process.env['TANDEM_TEST_BROWSER'] ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results',
  // Two cores. Each worker has products of its own; files of one set that meet in a worker share what the first of them has imported.
  workers: 2,
  forbidOnly: true,
  retries: 0,
  // Limits against hanging, not statements about speed.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // A trace takes a quarter of the time of a run, so it is asked for where it is needed: npm test -- e2e goals --trace on.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
