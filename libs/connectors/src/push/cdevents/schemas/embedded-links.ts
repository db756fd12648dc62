/** Published schemas of the links in events of CDEvents 0.6.0 (draft), unchanged; Continuous Delivery Foundation, Apache-2.0. */
export const embeddedLinks = [
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://cdevents.dev/0.6.0-draft/schema/links/domainid',
    description:
      "A canonical CDEvents domain ID URN that identifies a resource in an external system that does not emit CDEvents. The provider-id, namespace, individual group segment values within groups, and resource id MUST be URL-encoded. The '/' separator between group segments is structural and MUST NOT be encoded. The provider segment MUST be validated separately against ../registry/providers.json.",
    type: 'string',
    format: 'uri-reference',
    pattern: '^cdevents:v0:[^:]*:[^:]*:[^:]*:([^:/]([^:]*[^:/])?)?:[^:]+:.+$',
    examples: [
      'cdevents:v0:github::xibz:cdevents-spec:pr:42',
      'cdevents:v0:github:org-a-github:xibz:cdevents-spec:pr:42',
      'cdevents:v0:jira::xibz:cdevents-project:issue:PROJ-123',
      'cdevents:v0:datadog::prod:api-monitors:alert:98765',
      'cdevents:v0:gitlab::my-company:platform/backend:mr:99',
    ],
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://cdevents.dev/0.6.0-draft/schema/links/embeddedlinksarray',
    type: 'array',
    items: {
      anyOf: [
        {
          type: 'object',
          $ref: 'embeddedlinkend',
        },
        {
          type: 'object',
          $ref: 'embeddedlinkpath',
        },
        {
          type: 'object',
          $ref: 'embeddedlinkrelation',
        },
      ],
    },
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://cdevents.dev/0.6.0-draft/schema/links/embeddedlinkend',
    properties: {
      linkType: {
        type: 'string',
        enum: ['END'],
      },
      from: {
        description:
          "When consuming a CDEvent, you are consuming a parent event. So, when looking at the 'from' key, this is the parent's parent.",
        type: 'object',
        properties: {
          contextId: {
            type: 'string',
            minLength: 1,
          },
          domainId: {
            type: 'string',
            format: 'uri-reference',
          },
        },
        anyOf: [
          {
            required: ['contextId'],
          },
          {
            required: ['domainId'],
          },
        ],
      },
      tags: {
        type: 'object',
        additionalProperties: true,
      },
    },
    additionalProperties: false,
    type: 'object',
    required: ['linkType'],
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://cdevents.dev/0.6.0-draft/schema/links/embeddedlinkpath',
    properties: {
      linkType: {
        type: 'string',
        enum: ['PATH'],
      },
      from: {
        description:
          "When consuming a CDEvent, you are consuming a parent event. So, when looking at the 'from' key, this is the parent's parent.",
        type: 'object',
        properties: {
          contextId: {
            type: 'string',
            minLength: 1,
          },
          domainId: {
            type: 'string',
            format: 'uri-reference',
          },
        },
        anyOf: [
          {
            required: ['contextId'],
          },
          {
            required: ['domainId'],
          },
        ],
      },
      tags: {
        type: 'object',
        additionalProperties: true,
      },
    },
    additionalProperties: false,
    type: 'object',
    required: ['linkType', 'from'],
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://cdevents.dev/0.6.0-draft/schema/links/embeddedlinkrelation',
    properties: {
      linkType: {
        type: 'string',
        enum: ['RELATION'],
      },
      linkKind: {
        type: 'string',
        minLength: 1,
      },
      target: {
        description: '',
        type: 'object',
        properties: {
          contextId: {
            type: 'string',
            minLength: 1,
          },
          domainId: {
            $ref: 'https://cdevents.dev/0.6.0-draft/schema/links/domainid',
          },
        },
        anyOf: [
          {
            required: ['contextId'],
          },
          {
            required: ['domainId'],
          },
        ],
      },
      tags: {
        type: 'object',
        additionalProperties: true,
      },
    },
    additionalProperties: false,
    type: 'object',
    required: ['linkType', 'linkKind', 'target'],
  },
];
