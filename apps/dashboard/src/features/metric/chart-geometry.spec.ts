import type { ChartModel } from './chart-model.js';
import { chartFrame, linePath, spreadLabels, tickText } from './chart-geometry.js';

const DAY = 86_400_000;
const model = (values: readonly (string | null)[], singles: readonly (string | null)[] = []): ChartModel => ({
  points: values.map((value, index) => ({
    start: new Date(index * DAY).toISOString(),
    end: new Date((index + 1) * DAY).toISOString(),
    endMs: (index + 1) * DAY,
    value,
    single: singles[index] ?? null,
    partial: false,
    provisional: false,
    version: 1,
    beginsVersion: false,
    foreign: null,
    previous: null,
    expected: null,
  })),
  path: [],
  dueMs: null,
  breaches: [],
  versionChanges: [],
  dataToMs: values.length * DAY,
  signals: new Set(),
});

describe('chart geometry', () => {
  it('runs time from left to right and values upwards', () => {
    const frame = chartFrame(model(['1', '2', '3']), 900, null, null, 's');
    expect(frame.x(DAY)).toBeLessThan(frame.x(3 * DAY));
    expect(frame.y(3)).toBeLessThan(frame.y(1));
  });

  it('does not let one wild day flatten the line', () => {
    const frame = chartFrame(model(['10', '11', '12'], ['10', '500', '12']), 900, null, null, 's');
    expect(frame.y.domain()[1]).toBeLessThan(30);
  });

  it('does not go below zero for what never is', () => {
    expect(chartFrame(model(['0', '5']), 900, null, null, 's').y.domain()[0]).toBe(0);
  });

  it('breaks the line where another version of the definition takes over', () => {
    const whole = model(['1', '2', '3', '4']);
    const points = whole.points.map((point, index) => ({ ...point, beginsVersion: index === 2 }));
    const frame = chartFrame(whole, 900, null, null, 's');
    expect(linePath(points, frame, 'value').match(/M/g)).toHaveLength(2);
    expect(linePath(whole.points, frame, 'value').match(/M/g)).toHaveLength(1);
  });

  it('breaks the line where a value is missing', () => {
    const gap = model(['1', '2', null, '3', '4']);
    expect(linePath(gap.points, chartFrame(gap, 900, null, null, 's'), 'value').match(/M/g)).toHaveLength(2);
  });

  it('leaves no room above 100 per cent for a share', () => {
    expect(chartFrame(model(['80', '99']), 900, null, null, '%').y.domain()[1]).toBe(100);
    expect(chartFrame(model(['95', '130']), 900, null, null, '%').y.domain()[1]).toBeGreaterThan(129);
  });

  it('draws without any point', () => {
    expect(chartFrame(model([]), 400, null, null, 's').small).toBe(true);
  });

  it('gives an axis the decimals of its steps', () => {
    expect(tickText(2.4, 0.2)).toBe('2.4');
    expect(tickText(40, 20)).toBe('40');
    expect(tickText(0.25, 0.05)).toBe('0.25');
  });

  it('moves labels apart and keeps them inside', () => {
    const places = spreadLabels([{ y: 100 }, { y: 98 }, { y: 300 }], 15, 200).map((label) => label.place);
    expect(places).toEqual([98, 113, 200]);
    const crowded = spreadLabels([{ y: 195 }, { y: 197 }], 15, 200).map((label) => label.place);
    expect(crowded).toEqual([185, 200]);
  });
});
