import { readFile } from 'node:fs/promises';
import type { Download, Locator } from '@playwright/test';
import { rowsOf } from '../product/read-export.js';

/** What the export menu in a part of the page offers. */
export async function exported(part: Locator, item: RegExp): Promise<Download> {
  await part.locator('summary', { hasText: 'Export' }).click();
  const [download] = await Promise.all([
    part.page().waitForEvent('download'),
    part.getByRole('list').locator('a, button').filter({ hasText: item }).click(),
  ]);
  return download;
}

export const csvOf = async (download: Download) => rowsOf(await readFile(await download.path()), 'csv');

/** What the chart in a part of the page reads out. */
export const spokenIn = (part: Locator) => part.locator('figure [aria-live="polite"]');

/** Width and height of a picture, as its header says. */
export async function sizeOf(picture: Download): Promise<{ readonly width: number; readonly height: number }> {
  const bytes = await readFile(await picture.path());
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
