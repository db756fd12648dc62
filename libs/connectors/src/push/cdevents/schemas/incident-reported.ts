/** Published schema of CDEvents 0.6.0 (draft), unchanged; Continuous Delivery Foundation, Apache-2.0. */
export const incidentReported = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://cdevents.dev/0.6.0-draft/schema/incident-reported-event',
  properties: {
    context: {
      properties: {
        specversion: {
          type: 'string',
          minLength: 1,
        },
        id: {
          type: 'string',
          minLength: 1,
        },
        source: {
          type: 'string',
          minLength: 1,
          format: 'uri-reference',
        },
        type: {
          type: 'string',
          enum: ['dev.cdevents.incident.reported.0.3.0'],
          default: 'dev.cdevents.incident.reported.0.3.0',
        },
        timestamp: {
          type: 'string',
          format: 'date-time',
        },
        schemaUri: {
          type: 'string',
          minLength: 1,
          format: 'uri',
        },
        chainId: {
          type: 'string',
          minLength: 1,
        },
        links: {
          $ref: 'links/embeddedlinksarray',
        },
      },
      additionalProperties: false,
      type: 'object',
      required: ['specversion', 'id', 'source', 'type', 'timestamp'],
    },
    subject: {
      properties: {
        id: {
          type: 'string',
          minLength: 1,
        },
        source: {
          type: 'string',
          minLength: 1,
          format: 'uri-reference',
        },
        content: {
          properties: {
            description: {
              type: 'string',
            },
            environment: {
              properties: {
                id: {
                  type: 'string',
                  minLength: 1,
                },
                source: {
                  type: 'string',
                  minLength: 1,
                  format: 'uri-reference',
                },
              },
              additionalProperties: false,
              type: 'object',
              required: ['id'],
            },
            ticketURI: {
              type: 'string',
              format: 'uri',
              minLength: 1,
            },
            service: {
              properties: {
                id: {
                  type: 'string',
                  minLength: 1,
                },
                source: {
                  type: 'string',
                  minLength: 1,
                  format: 'uri-reference',
                },
              },
              additionalProperties: false,
              type: 'object',
              required: ['id'],
            },
            artifactId: {
              type: 'string',
              minLength: 1,
            },
          },
          additionalProperties: false,
          type: 'object',
          required: ['environment', 'ticketURI'],
        },
      },
      additionalProperties: false,
      type: 'object',
      required: ['id', 'content'],
    },
    customData: {
      oneOf: [
        {
          type: 'object',
        },
        {
          type: 'string',
          contentEncoding: 'base64',
        },
      ],
    },
    customDataContentType: {
      type: 'string',
    },
  },
  additionalProperties: false,
  type: 'object',
  required: ['context', 'subject'],
};
