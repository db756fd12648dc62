export interface Finding {
  readonly advisory: string;
  readonly package: string;
  readonly severity: string;
  readonly title: string;
}
export interface Exception {
  readonly advisory: string;
  readonly package: string;
  readonly reason: string;
  readonly until: string;
}
export function findingsOf(report: unknown): Finding[];
export function auditProblems(findings: readonly Finding[], exceptions: readonly Exception[], today: string): string[];
