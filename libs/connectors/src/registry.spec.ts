import { readdirSync } from 'node:fs';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { connectorOf, connectors } from './registry.js';

describe('the registry of connectors', () => {
  it('lists every folder of connectors once', () => {
    const folders = readdirSync(new URL('.', import.meta.url), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(connectors.map((connector) => connector.id).sort()).toEqual(folders.map((folder) => folder.name).sort());
  });

  it('finds a connector by its id', () => {
    expect(connectorOf('file').title).toBe('Files (CSV, JSON lines)');
  });

  it('says which connectors there are when asked for another', () => {
    expect(() => connectorOf('jira')).toThrow('There is no connector "jira".');
    expect(() => connectorOf('jira')).toThrow(ConnectorFailure);
  });
});
