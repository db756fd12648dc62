import path from 'node:path';

export interface Documented {
  readonly scripts: ReadonlySet<string>;
  /** Commands of `tandem`. */
  readonly commands: ReadonlySet<string>;
  /** Text of everything that reads environment variables. */
  readonly code: string;
  /** From the root, with slashes. */
  readonly files: ReadonlySet<string>;
}

/** What a document tells people to type or to open, and what is not there. `file` is its path from the root. */
export function documentViolations(file: string, text: string, known: Documented): string[] {
  const words = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
  const scripts = words(/\bnpm (?:run ([a-z][a-z:-]*)|(start|test)\b)/g).filter((name) => !known.scripts.has(name));
  const commands = words(/(?:npx |`|^\s*)tandem ([a-z]+(?:-[a-z]+)*)\b/gm).filter((name) => !known.commands.has(name));
  const variables = words(/\b(TANDEM_[A-Z_]*[A-Z])\b/g)
    .filter((name) => !name.startsWith('TANDEM_SECRET'))
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(known.code));
  const links = words(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)
    .map((target) => path.posix.join(path.posix.dirname(file), target).replace(/\/$/, ''))
    .filter((target) => !exists(target, known.files));
  const paths = words(/`((?:apps|libs|infra|test|docs)\/[\w./-]*)`/g)
    .map((target) => target.replace(/\/$/, ''))
    .filter((target) => !exists(target, known.files));
  return [
    ...scripts.map((name) => `${file}: there is no script "${name}"`),
    ...commands.map((name) => `${file}: there is no command "tandem ${name}"`),
    ...variables.map((name) => `${file}: nothing reads ${name}`),
    ...[...links, ...paths].map((target) => `${file}: there is no ${target}`),
  ];
}

function exists(target: string, files: ReadonlySet<string>): boolean {
  return files.has(target) || [...files].some((file) => file.startsWith(`${target}/`));
}
