import ts from 'typescript';

export interface ImportOf {
  /** As it is written: a package, a package with a path, a `node:` module, or a relative path. */
  readonly specifier: string;
  readonly line: number;
}

export interface SourceFacts {
  /** Static imports, dynamic ones, types written as `import('…')`, and re-exports. */
  readonly imports: readonly ImportOf[];
  /** Interfaces, types, classes, enums and functions that the file declares. */
  readonly declared: readonly { readonly name: string; readonly line: number }[];
  /** Expressions that answer differently from one call to the next: clocks, chance, timers, the process. */
  readonly impure: readonly { readonly text: string; readonly line: number }[];
  /** Nothing but re-exports, or `export *` anywhere. */
  readonly isBarrel: boolean;
}

const impureCalls = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'DateTime.now',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'process.hrtime',
  'process.uptime',
]);
// Of luxon: without arguments these ask the clock.
const impureWithoutArguments = new Set(['Date', 'DateTime.local', 'DateTime.utc']);

/** Reads one TypeScript or JavaScript file with the parser alone; types are not asked. */
export function readSource(file: string, text: string): SourceFacts {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const imports: ImportOf[] = [];
  const declared: { name: string; line: number }[] = [];
  const impure: { text: string; line: number }[] = [];

  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node, source);
    if (specifier) imports.push({ specifier: specifier.text, line: lineOf(node) });
    const name = declaredName(node);
    if (name) declared.push({ name: name.text, line: lineOf(node) });
    if (isImpure(node, source)) impure.push({ text: node.getText(source).slice(0, 60), line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { imports, declared, impure, isBarrel: isBarrel(source) };
}

function specifierOf(node: ts.Node, source: ts.SourceFile): ts.StringLiteralLike | null {
  let written: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) written = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) written = node.argument.literal;
  else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    written = node.arguments[0];
  else if (ts.isCallExpression(node) && /^require(\.resolve)?$/.test(node.expression.getText(source)))
    written = node.arguments[0];
  return written && ts.isStringLiteralLike(written) ? written : null;
}

function declaredName(node: ts.Node): ts.Identifier | undefined {
  if (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  ) {
    return node.name;
  }
  return undefined;
}

function isImpure(node: ts.Node, source: ts.SourceFile): boolean {
  if (ts.isNewExpression(node))
    return node.expression.getText(source) === 'Date' && (node.arguments ?? []).length === 0;
  if (ts.isPropertyAccessExpression(node) && node.getText(source) === 'process.env') return true;
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText(source);
  return impureCalls.has(called) || (impureWithoutArguments.has(called) && node.arguments.length === 0);
}

function isBarrel(source: ts.SourceFile): boolean {
  const reExports = source.statements.filter(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier,
  );
  const exportsAll = reExports.some((statement) => ts.isExportDeclaration(statement) && !statement.exportClause);
  return exportsAll || (reExports.length > 0 && reExports.length === source.statements.length);
}
