import type { VendorRequest } from './vendor-server.js';

/** The part of an OpenAPI description that requests are checked against, with references resolved. */
export interface OpenApiExcerpt {
  /** By path template, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
}

interface OpenApiOperation {
  readonly operationId?: string;
  readonly parameters?: readonly OpenApiParameter[];
}

interface OpenApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: OpenApiSchema;
}

interface OpenApiSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * What a request does that the vendor's description does not allow: an unknown path or method, a parameter that does not exist, one that is
 * missing, or a value of another kind.
 *
 * @param base path in front of the described ones, as the connector's base address has it
 */
export function openApiProblems(description: OpenApiExcerpt, request: VendorRequest, base = ''): readonly string[] {
  const asked = `${request.method} ${request.path}`;
  if (!request.path.startsWith(base)) return [`${asked} lies outside ${base}`];
  const found = operationOf(description, request.method, request.path.slice(base.length));
  if (!found) return [`${asked} is not described`];
  const { operation, values } = found;
  const declared = operation.parameters ?? [];
  const problems = declared.flatMap((parameter) => parameterProblems(parameter, request, values));
  for (const name of new Set(request.query.keys())) {
    if (
      !declared.some(
        (parameter) => parameter.in === 'query' && parameter.name.replace(/\[\]$/, '') === name.replace(/\[\]$/, ''),
      )
    )
      problems.push(`there is no parameter "${name}"`);
  }
  return problems.map((problem) => `${asked}: ${problem}`);
}

function operationOf({ paths }: OpenApiExcerpt, method: string, path: string) {
  const parts = path.split('/');
  for (const [template, operations] of Object.entries(paths)) {
    const operation = operations[method.toLowerCase()];
    const names = template.split('/');
    if (!operation || names.length !== parts.length) continue;
    const values: Record<string, string> = {};
    const fits = names.every((name, index) => {
      const part = parts[index] ?? '';
      const parameter = /^\{(\w+)\}$/.exec(name)?.[1];
      if (parameter === undefined) return name === part;
      values[parameter] = decodeURIComponent(part);
      return part !== '';
    });
    if (fits) return { operation, values };
  }
  return null;
}

function parameterProblems(
  parameter: OpenApiParameter,
  request: VendorRequest,
  pathValues: Readonly<Record<string, string>>,
): string[] {
  const { name, required = false, schema = {} } = parameter;
  const given =
    parameter.in === 'path'
      ? pathValues[name]
      : parameter.in === 'query'
        ? (request.query.get(name) ?? undefined)
        : parameter.in === 'header'
          ? request.headers[name.toLowerCase()]
          : undefined;
  if (given === undefined) return required && parameter.in !== 'cookie' ? [`the parameter "${name}" is missing`] : [];
  return valueProblem(schema, given).map((problem) => `the parameter "${name}" ${problem}`);
}

function valueProblem({ type, enum: allowed, minimum, maximum }: OpenApiSchema, given: string): string[] {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (allowed && !allowed.map(String).includes(given)) return [`is none of ${allowed.join(', ')}: ${given}`];
  const isOnly = (...kinds: readonly string[]) => types.length > 0 && types.every((kind) => kinds.includes(kind));
  if (isOnly('integer') && !/^-?\d+$/.test(given)) return [`is no whole number: ${given}`];
  if (isOnly('integer', 'number') && Number.isNaN(Number(given))) return [`is no number: ${given}`];
  if (isOnly('boolean') && given !== 'true' && given !== 'false') return [`is neither true nor false: ${given}`];
  if (isOnly('integer', 'number') && minimum !== undefined && Number(given) < minimum) return [`is below ${minimum}`];
  return isOnly('integer', 'number') && maximum !== undefined && Number(given) > maximum ? [`is above ${maximum}`] : [];
}
