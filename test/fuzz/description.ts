import { Ajv, type ValidateFunction } from 'ajv';

/** JSON Schema as OpenAPI 3.0 writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly nullable?: boolean;
  readonly [keyword: string]: unknown;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

export interface Description {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: { readonly content: Content };
            readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly type: string; readonly schema: Schema } | null;
}

export interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

export function endpointsOf({ paths }: Description): readonly Endpoint[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
      const body = type === undefined ? null : { type, schema: content?.schema ?? {} };
      return { method: method.toUpperCase(), path, parameters, body };
    }),
  );
}

/** Tells what an answer has that the description does not promise; null when it keeps to it. */
export type AnswerCheck = (endpoint: Endpoint, answer: Answered) => string | null;

export function answerCheck(description: Description): AnswerCheck {
  const validators = new Map<string, ValidateFunction>();
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: false });
  for (const [name, schema] of Object.entries(description.components.schemas))
    ajv.addSchema(plain(schema) as object, `#/components/schemas/${name}`);
  const validatorOf = (key: string, schema: Schema) => {
    const known = validators.get(key) ?? ajv.compile(plain(schema) as object);
    validators.set(key, known);
    return known;
  };
  return ({ method, path }, { status, contentType, text }) => {
    const responses = description.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    const response = responses[String(status)] ?? (status >= 400 ? responses['default'] : undefined);
    if (response === undefined) return `the status ${status} is not described`;
    if (response.content === undefined)
      return text === '' ? null : `a body that is not described: ${text.slice(0, 200)}`;
    const type = contentType.split(';')[0]?.trim() ?? '';
    const found = Object.entries(response.content).find(([described]) => described.split(';')[0]?.trim() === type);
    if (found === undefined) return `the content type ${contentType} is not described for ${status}`;
    const [, { schema }] = found;
    if (!/[/+]json$/.test(type) || schema === undefined) return null;
    const validate = validatorOf(`${method} ${path} ${status} ${type}`, schema);
    return validate(JSON.parse(text)) ? null : `${ajv.errorsText(validate.errors)}: ${text.slice(0, 500)}`;
  };
}

/** JSON Schema proper: `nullable` becomes a choice, so that it counts beside references too. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Schema;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, plain(member)]));
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema;
}
