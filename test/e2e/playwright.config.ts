import { defineConfig } from '@playwright/test';

// "npm test" names the browser of the system that it has found; nothing is downloaded.
const browser = process.env['TANDEM_TEST_BROWSER'] ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results',
  // Files run side by side only where there is a core for each; within a file, in order.
  workers: 1,
  forbidOnly: true,
  retries: 0,
  // A limit against hanging, not a statement about speed.
  timeout: 120_000,
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
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
