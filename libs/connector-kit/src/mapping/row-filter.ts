type Scalar = string | number | boolean;

/** Equal to a value, to one of several, to none of several, or merely present or absent. */
export type CellCondition =
  Scalar | readonly Scalar[] | { readonly not: readonly Scalar[] } | { readonly present: boolean };
/** All conditions must hold. */
export type RowCondition = Readonly<Record<string, CellCondition>>;

/** Cells as they stand in the file, without outer blanks. */
export interface Cells {
  /** The trimmed text of a cell. */
  text(column: number): string;
  /** The same, '' for what the mapping declares to be empty. */
  value(column: number): string;
  /** Whether the source gave a number and no text: then no format holds for it. */
  isNumber(column: number): boolean;
}

export type RowFilter = (cells: Cells) => boolean;

/** Values are compared as the file writes them: `true` means a cell that reads "true". */
export function compileRowFilter(where: RowCondition, columnOf: (name: string) => number): RowFilter {
  const tests = Object.entries(where).map(([name, condition]) => cellTest(columnOf(name), condition));
  return (cells) => tests.every((test) => test(cells));
}

function cellTest(column: number, condition: CellCondition): RowFilter {
  if (typeof condition === 'object' && 'present' in condition) {
    return (cells) => (cells.value(column) !== '') === condition.present;
  }
  if (typeof condition === 'object' && 'not' in condition) {
    const refused = new Set(condition.not.map(String));
    return (cells) => !refused.has(cells.text(column));
  }
  const accepted = acceptedBy(condition);
  return (cells) => accepted.has(cells.text(column));
}

/** Whether no row can meet both: some column would need two different values at once. */
export function areDisjoint(a: RowCondition, b: RowCondition): boolean {
  return Object.entries(a).some(([column, one]) => {
    const other = Object.hasOwn(b, column) ? b[column] : undefined;
    return other !== undefined && cellsDisjoint(one, other);
  });
}

function cellsDisjoint(one: CellCondition, other: CellCondition): boolean {
  if (isPresence(one) && isPresence(other)) return one.present !== other.present;
  if (isList(one) && isList(other)) return ![...acceptedBy(one)].some((value) => acceptedBy(other).has(value));
  if (isList(one) && isRefusal(other))
    return [...acceptedBy(one)].every((value) => other.not.map(String).includes(value));
  if (isRefusal(one) && isList(other)) return cellsDisjoint(other, one);
  return false;
}

function isPresence(condition: CellCondition): condition is { readonly present: boolean } {
  return typeof condition === 'object' && 'present' in condition;
}

function isRefusal(condition: CellCondition): condition is { readonly not: readonly Scalar[] } {
  return typeof condition === 'object' && 'not' in condition;
}

function isList(condition: CellCondition): condition is Scalar | readonly Scalar[] {
  return !isPresence(condition) && !isRefusal(condition);
}

function acceptedBy(condition: Scalar | readonly Scalar[]): ReadonlySet<string> {
  return new Set((typeof condition === 'object' ? condition : [condition]).map(String));
}
