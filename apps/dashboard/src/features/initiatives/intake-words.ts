import type { JiraImported } from '@tandem/contracts/initiative-intake';
import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** The key of an issue that an initiative is kept in. */
export const ISSUE = catalogue('initiative issue', {
  keptIn: 'Kept in Jira as',
  field: 'Key of its issue in Jira',
});

/** How ideas come in from Jira, and what was refused. */
export const INTAKE = catalogue('initiative intake', {
  jira: 'Take ideas in from Jira',
  lead: 'Issues that the query finds become initiatives by the mapping. A later import writes what Jira owns and nothing else: gate, waivers, stage and plan stay.',
  noMapping: 'Nobody has said yet where ideas stand in Jira.',
  sayMapping: 'Say where they stand',
  askAdministrator: 'An administrator says it under Settings → Initiatives.',
  changeMapping: 'Change the mapping',
  asks: (connection: string) => `Asks ${connection}:`,
  look: 'Look at the issues first',
  take: 'Take the issues in',
  cut: 'There are more: narrow the query, for only these are taken at once.',
  changesCaption: 'What becomes of each issue',
  issue: 'Issue',
  initiative: 'Initiative',
  refused: 'Waiting to be mended',
  refusedLead: 'What was not taken in, with the reason. A line is mended here, an issue in Jira.',
  mend: 'Mend it',
  takeIn: 'Take the line in',
  dismiss: 'Put aside',
  cancel: 'Cancel',
  line: (line: number) => `Line ${line}`,
  mendLabel: (line: number) => `Mend line ${line}`,
  would: { create: 'would be new', change: 'would change', unchanged: 'stays as it is' },
  was: { create: 'is new', change: 'was changed', unchanged: 'is as it was' },
  found: (issues: number) => `${counted(issues, 'issue')} found.`,
  stayedOut: (issues: number) => `${counted(issues, 'issue')} stayed out:`,
  wouldStayOut: (issues: number) => `${counted(issues, 'issue')} would stay out:`,
});

/** A list that is brought in. */
export const LIST = catalogue('initiative import', {
  title: 'Bring a list in',
  hint: 'The first line names the columns: id, title and agenda, then what is known: goals, metric, direction, amount, by, teams ("web: 4; brand: 2"), duration_months, start, one_off, running and benefit ("1: 9000; 4-24: 800"), depends_on and the inputs of scores. The id is the key: a list that is brought again changes nothing.',
  file: 'CSV file',
  list: 'The list',
  look: 'Look at it first',
  bring: 'Bring it in',
  was: (created: number, changed: number, unchanged: number) =>
    `${created} new, ${changed} changed, ${unchanged} as they were.`,
  would: (created: number, changed: number, unchanged: number) =>
    `${created} would be new, ${changed} would change, ${unchanged} stay as they are.`,
  stayedOut: (faults: number) => `${counted(faults, 'fault')} in lines that stayed out:`,
  wouldStayOut: (faults: number) => `${counted(faults, 'fault')} in lines that would stay out:`,
  line: (line: number) => `Line ${line}:`,
  lineColumn: (line: number, column: string) => `Line ${line}, ${column}:`,
});

export function actionText({ action, fields }: JiraImported['changes'][number], applied: boolean): string {
  const told = INTAKE[applied ? 'was' : 'would'][action];
  return fields.length === 0 ? told : `${told}: ${fields.join(', ')}`;
}

export function foundText({ found, refused, applied }: JiraImported): string {
  const issues = new Set(refused.map(({ issue }) => issue)).size;
  const text = INTAKE.found(found);
  return issues === 0 ? text : `${text} ${INTAKE[applied ? 'stayedOut' : 'wouldStayOut'](issues)}`;
}
