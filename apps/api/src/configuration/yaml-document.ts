import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { syntaxSentence } from './yaml-syntax-sentence.js';
import { yamlTokens } from './yaml-tokens.js';

export type Path = readonly (string | number)[];

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface YamlIssue {
  readonly path: Path;
  readonly reason: string;
  readonly position: Position | null;
}

export interface YamlDocument {
  /** Plain data; undefined when the text cannot be read at all. */
  readonly value: unknown;
  readonly issues: readonly YamlIssue[];
  /** Where a path stands in the text; the nearest thing around it when it is not there. */
  readonly positionOf: (path: Path) => Position | null;
}

/** More than any real file has; each alias counts with all that it stands for. */
const valuesAtMost = 200_000;
const deepestPath = 60;
const refusedKeys = ['__proto__', 'constructor', 'prototype'];
const emptyFile = 'the file is empty: it must at least say "version: 1"';
const plainTags = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`);

/**
 * Reads YAML as plain data and remembers where everything stands. Nothing in the text can name a type, reach a prototype, or grow: depth,
 * size and what aliases stand for are limited before they cost anything. All faults are told, not only the first. `empty` is what a text
 * that says nothing is told.
 */
export function readYaml(text: string, { empty = emptyFile }: { readonly empty?: string } = {}): YamlDocument {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const read = yamlTokens(text, lines);
  if ('refused' in read) return unreadable([{ path: [], reason: read.refused, position: positionAt(read.offset) }]);
  const { tokens } = read;

  const documents = [...new Composer({ uniqueKeys: true, merge: false }).compose(tokens, true, text.length)];
  const [document, second] = documents;
  if (document === undefined || (document.contents === null && document.errors.length === 0)) {
    return unreadable([{ path: [], reason: empty, position: { line: 1, column: 1 } }]);
  }
  const faults = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (faults.length) {
    return unreadable(
      faults
        .slice(0, 50)
        .map((fault) => ({ path: [], reason: syntaxSentence(fault), position: positionAt(fault.pos[0]) })),
    );
  }
  if (second !== undefined) {
    const reason = 'a second document begins here: one file holds one configuration, so remove the line "---"';
    return unreadable([{ path: [], reason, position: positionAt(second.range[0]) }]);
  }
  const reader = new PlainReader(document, positionAt);
  const value = reader.read(document.contents, []);
  return { value, issues: reader.issues, positionOf: (path) => positionIn(document, path, positionAt) };
}

function unreadable(issues: readonly YamlIssue[]): YamlDocument {
  return { value: undefined, issues, positionOf: () => null };
}

/** Walks the tree once; `issues` are all that it met. */
class PlainReader {
  readonly issues: YamlIssue[] = [];
  private values = 0;
  private isFull = false;

  constructor(
    private readonly document: Document,
    private readonly positionAt: (offset: number) => Position,
  ) {}

  read(node: unknown, path: Path): unknown {
    this.values += 1;
    if (this.values > valuesAtMost || path.length > deepestPath) return this.refuseGrowth(node, path);
    if (isAlias(node)) {
      const source = node.resolve(this.document);
      return source === undefined
        ? this.refuse(node, path, `nothing is named "&${node.source}" before this: write the value itself`)
        : this.read(source, path);
    }
    if (isScalar(node)) return this.scalar(node, path);
    if (isSeq(node) && this.isPlain(node, path))
      return node.items.map((item, index) => this.read(item, [...path, index]));
    if (isMap(node) && this.isPlain(node, path)) return this.map(node, path);
    return undefined;
  }

  private scalar(node: Node & { readonly value: unknown; readonly tag?: string }, path: Path): unknown {
    if (!this.isPlain(node, path)) return undefined;
    if (typeof node.value === 'string' && !isStorable(node.value)) {
      return this.refuse(node, path, 'holds a NUL or half a character, which cannot be stored: remove it');
    }
    return node.value;
  }

  private map(node: YAMLMap, path: Path): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    for (const pair of node.items) {
      const key = keyOf(pair);
      const keyNode = pair.key as Node;
      if (key === null || !isStorable(key)) this.refuse(keyNode, path, 'a key must be a plain word');
      else if (refusedKeys.includes(key)) this.refuse(keyNode, [...path, key], 'is a name that cannot be used here');
      else entries.push([key, this.read(pair.value, [...path, key])]);
    }
    return Object.fromEntries(entries);
  }

  private isPlain(node: Node & { readonly tag?: string }, path: Path): boolean {
    if (node.tag === undefined || plainTags.includes(node.tag)) return true;
    this.refuse(node, path, `the tag ${node.tag} is not used here: write the plain value`);
    return false;
  }

  private refuseGrowth(node: unknown, path: Path): undefined {
    if (!this.isFull)
      this.refuse(
        node,
        path,
        'the file becomes too large or too deep by its aliases (*name): write the values themselves',
      );
    this.isFull = true;
    return undefined;
  }

  private refuse(node: unknown, path: Path, reason: string): undefined {
    const offset = offsetOf(node);
    this.issues.push({ path, reason, position: offset === null ? null : this.positionAt(offset) });
    return undefined;
  }
}

// PostgreSQL stores neither in text nor in JSON.
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

function keyOf({ key }: Pair): string | null {
  if (!isScalar(key)) return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function positionIn(document: Document, path: Path, positionAt: (offset: number) => Position): Position | null {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((candidate) => keyOf(candidate) === String(step));
      if (pair === undefined) break;
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step];
      offset = offsetOf(node) ?? offset;
    } else break;
  }
  return offset === null ? null : positionAt(offset);
}

function offsetOf(node: unknown): number | null {
  const range = (node as Partial<Node> | null)?.range;
  return range ? range[0] : null;
}
