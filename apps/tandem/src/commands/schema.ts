import { parseArgs } from 'node:util';
import { configurationJsonSchema } from '@tandem/contracts/configuration-json-schema';
import type { CommandIo } from '../command.js';

export const name = 'schema';
export const summary = 'print the JSON Schema of configuration files, for editors';

export function run(args: readonly string[], io: CommandIo): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  io.stdout.write(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
  return Promise.resolve(0);
}
