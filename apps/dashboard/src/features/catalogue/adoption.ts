import type { StandardMetric } from '@tandem/contracts/catalogue';

/** What is chosen of a ready-made metric; a side without an owner is ''. */
export interface Adoption {
  readonly key: string;
  readonly title: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly owners: { readonly marketing: string; readonly it: string };
}

/** What the form begins with: everything as the catalogue has it, under a key that is not taken. */
export function adoptionOf({ key, title, parameters }: StandardMetric, metricKeys: readonly string[]): Adoption {
  const taken = new Set(metricKeys);
  let free = key;
  for (let number = 2; taken.has(free); number += 1) free = `${key}-${number}`;
  return {
    key: free,
    title,
    parameters: Object.fromEntries(parameters.map(({ name, standsAt }) => [name, standsAt])),
    owners: { marketing: '', it: '' },
  };
}

/** The configuration file that adopts it: what is sent, and what can be kept with other code. What stands in the catalogue is left out. */
export function adoptionFile({ key, title, parameters: known }: StandardMetric, adoption: Adoption): string {
  const parameters = known
    .map(({ name, standsAt }) => ({ name, value: adoption.parameters[name] ?? '', standsAt }))
    .filter(({ value, standsAt }) => value !== standsAt);
  const owners = (['marketing', 'it'] as const)
    .map((side) => ({ name: side, value: adoption.owners[side] }))
    .filter(({ value }) => value !== '');
  return [
    'version: 1',
    'metrics:',
    `  - standard: ${key}`,
    ...(adoption.key === key ? [] : [`    key: ${quoted(adoption.key)}`]),
    ...(adoption.title === title ? [] : [`    title: ${quoted(adoption.title)}`]),
    ...(parameters.length === 0 ? [] : [`    parameters: ${flow(parameters)}`]),
    ...(owners.length === 0 ? [] : [`    owners: ${flow(owners)}`]),
    '',
  ].join('\n');
}

function flow(members: readonly { readonly name: string; readonly value: string }[]): string {
  return `{ ${members.map(({ name, value }) => `${name}: ${quoted(value)}`).join(', ')} }`;
}

/** JSON text is YAML text; only what is plainly a word stands without quotes, for people to read. */
function quoted(text: string): string {
  const isWord = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/.test(text);
  return isWord ? text : JSON.stringify(text);
}
