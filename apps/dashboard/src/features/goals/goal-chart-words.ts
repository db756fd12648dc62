import { catalogue, plural } from '../../text/catalogue.js';

/** Path and forecast of a key result. */
export const words = catalogue('goal charts', {
  paths: 'Path and forecast',
  pathCaption: (from: string, to: string, due: string) =>
    `${from} to ${to} by ${due} · solid: value, dashed: agreed path, cone: forecast`,
  pathKeys: 'Arrow keys move by a day, with Shift by a week; Home and End jump.',
  pathLabel: (metric: string, keys: string) => `${metric}, path and forecast. ${keys}`,
  pathTable: (metric: string) => `${metric}, path and forecast as a table`,
  pathFile: 'the key results over time',
  pathTitle: (goal: string, outlook: string) => `${goal}: ${outlook}`,
  moved: 'Its aim was moved after it had been missed: see the history below.',
  day: 'Days to',
  window: (days: number) => `${days} days to then`,
  value: 'Value',
  remark: 'Remark',
  noData: 'no data',
  dueDate: (day: string) => `${day}, due date`,
  now: (value: string) => `Now ${value}.`,
  nowAhead: (value: string, by: string) => `Now ${value}, ${by} ahead of the path.`,
  nowBehind: (value: string, by: string) => `Now ${value}, ${by} behind the path.`,
  paused: 'The forecast is paused: the data are stale.',
  tooShort: 'There is too little history for a forecast.',
  forecast: (day: string, value: string, range: string, odds: string) =>
    `Forecast for ${day}: ${value} (80% range ${range}), odds of the target ${odds}.`,
  notTested: 'history is too short to test its 80% range',
  held: (share: string) => `its 80% range held ${share} of the time`,
  weeks: (count: string, number: number) => `${count} settled ${plural(number, { one: 'week', other: 'weeks' })}`,
  trust: (method: string, weeks: string, error: string, held: string) =>
    `By ${method} on ${weeks}, which erred least on this history: usual error ${error}; ${held}.`,
});
