import ts from 'typescript';
import type { SourceFile } from './read-workspace.js';

const connectorFolder = 'libs/connectors/src/';
const registry = `${connectorFolder}registry.ts`;

/** Folders of vendors without a line in the registry. */
export function unregisteredConnectors(files: readonly SourceFile[]): string[] {
  const inFolders = files.flatMap(({ path }) => /^libs\/connectors\/src\/([^/]+)\//.exec(path)?.[1] ?? []);
  const registered = (files.find(({ path }) => path === registry)?.imports ?? []).map(({ specifier }) => specifier);
  return [...new Set(inFolders)].filter((folder) => !registered.some((one) => one.startsWith(`./${folder}/`)));
}

/** Projects that the build of the server does not name, and names without a project. The dashboard is built by Vite. */
export function buildViolations(folders: readonly string[], references: readonly string[]): string[] {
  const built = folders.filter((folder) => folder !== 'apps/dashboard');
  return [
    ...built.filter((folder) => !references.includes(folder)).map((folder) => `${folder} is not built`),
    ...references.filter((folder) => !built.includes(folder)).map((folder) => `${folder} is no project`),
  ];
}

/** Members of an interface, by the text of a file; none when there is no such interface. */
export function interfaceMembers(text: string, name: string): string[] {
  return collect(text, (node) =>
    ts.isInterfaceDeclaration(node) && node.name.text === name
      ? node.members.flatMap(({ name: key }) => keyText(key))
      : [],
  );
}

/** Keys of the object that a constant is set to, or that a function returns. */
export function objectKeys(text: string, name: string): string[] {
  const keysIn = (expression: ts.Expression | undefined): string[] => {
    let inner = expression;
    while (
      inner &&
      (ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner) || ts.isParenthesizedExpression(inner))
    )
      inner = inner.expression;
    return inner && ts.isObjectLiteralExpression(inner)
      ? inner.properties.flatMap(({ name: key }) => keyText(key))
      : [];
  };
  return collect(text, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name)
      return keysIn(node.initializer);
    if (!ts.isFunctionDeclaration(node) || node.name?.text !== name) return [];
    return (node.body?.statements ?? []).flatMap((statement) =>
      ts.isReturnStatement(statement) ? keysIn(statement.expression) : [],
    );
  });
}

/** The jobs as they are promised, configured and handled; the same names three times. */
export function jobViolations(jobs: {
  readonly promised: readonly string[];
  readonly configured: readonly string[];
  readonly handled: readonly string[];
}): string[] {
  const names = new Set([...jobs.promised, ...jobs.configured, ...jobs.handled]);
  return [...names].flatMap((name) =>
    (['promised', 'configured', 'handled'] as const)
      .map((part) => ({ part, times: jobs[part].filter((one) => one === name).length }))
      .filter(({ times }) => times !== 1)
      .map(({ part, times }) => `${name}: ${part} ${times} times`),
  );
}

function keyText(key: ts.PropertyName | undefined): string[] {
  return key && (ts.isStringLiteral(key) || ts.isIdentifier(key)) ? [key.text] : [];
}

function collect(text: string, pick: (node: ts.Node) => string[]): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...pick(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, false));
  return found;
}
