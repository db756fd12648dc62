import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readConfigurationDocument } from '@tandem/api/configuration/read-configuration-document';
import { connectors } from '@tandem/connectors/registry';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import { goalGaps } from '@tandem/domain/goal/goal-gaps';
import { goalLevel } from '@tandem/domain/goal/goal-level';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { projectDirectory } from '../project.js';
import { demoDocument, demoOfTheDay } from './demo-document.js';

const empty: Configuration = {
  organisation: { name: 'My organisation', timeZone: 'UTC', weekStartsOn: 1 },
  teams: [],
  people: [],
  connections: [],
  calendars: [],
  alertPolicies: [],
  initiatives: [],
  metrics: [],
  goals: [],
  guardrails: [],
  routes: [],
};

describe('the demo as a configuration file', () => {
  // A Sunday, a Monday at midnight, and a day of the week before the clocks change.
  it.each(['2026-11-22T12:00:00Z', '2026-11-23T00:00:00Z', '2027-03-26T08:00:00Z'])(
    'can be applied as it stands on %s, and nothing is missing of any goal',
    async (now) => {
      const { text } = await demoDocument(projectDirectory, new Date(now));
      const { part, issues } = readConfigurationDocument(text, { connectors, secrets: {} });
      expect(issues).toEqual([]);
      expect(checkConfiguration(empty, part)).toEqual([]);
      const merged = mergeConfiguration(empty, part);
      const joint = merged.goals.filter((goal) => goalLevel(goal) === 'joint');
      expect(joint.map(({ id, keyResults }) => [id, keyResults.length])).toEqual([
        ['guests-arrive', 2],
        ['improvements-weekly', 2],
        ['book-directly', 2],
        ['answers-quickly', 1],
      ]);
      for (const { owners } of joint) expect(Object.keys(owners).sort()).toEqual(['it', 'marketing']);
      expect(merged.goals.flatMap((goal) => goalGaps(goal, merged))).toEqual([]);
    },
  );

  it('dates its goals around the last complete week', async () => {
    const { text } = await demoDocument(projectDirectory, new Date('2026-11-22T12:00:00Z'));
    const { part } = readConfigurationDocument(text, { connectors, secrets: {} });
    // The week of Monday 9 to Sunday 15 November is complete; the goals began eight weeks before its end and are due five weeks after it.
    const times = new Set(part.goals?.map(({ start, due }) => `${start} to ${due}`));
    expect([...times]).toEqual(['2026-09-21 to 2026-12-20']);
  });

  it('is made once for each day, whoever asks first', async () => {
    const demo = demoOfTheDay(projectDirectory);
    const [first, beside] = await Promise.all([
      demo(new Date('2026-11-22T00:00:00Z')),
      demo(new Date('2026-11-22T23:59:59Z')),
    ]);
    expect(beside).toBe(first);
    const nextDay = await demo(new Date('2026-11-23T00:00:00Z'));
    expect(nextDay).toEqual(await demoDocument(projectDirectory, new Date('2026-11-23T00:00:00Z')));
    expect(nextDay.text).not.toBe(first.text);
  });

  it('is tried again when it could not be read', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'tandem-demo-'));
    try {
      const demo = demoOfTheDay(directory);
      const now = new Date('2026-11-22T12:00:00Z');
      await expect(demo(now)).rejects.toThrow('ENOENT');
      const files = path.join('apps', 'tandem', 'demo');
      for (const file of ['connections.yaml', 'workspace.yaml'])
        await cp(path.join(projectDirectory, files, file), path.join(directory, files, file));
      expect(await demo(now)).toEqual(await demoDocument(projectDirectory, now));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
