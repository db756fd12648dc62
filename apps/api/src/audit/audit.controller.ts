import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  auditPage,
  auditQuery,
  auditVerdict,
  auditVerifyQuery,
  type AuditPage,
  type AuditQuery,
  type AuditVerdict,
  type AuditVerifyQuery,
} from '@tandem/contracts/audit';
import { auditEntries, auditLines } from '@tandem/kpi-store/queries/audit-entries';
import { verifyAuditTrail } from '@tandem/kpi-store/queries/verify-audit-trail';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  @Requires('administer')
  @Get()
  @ApiOperation({ summary: 'Who changed what, the youngest first' })
  @ApiOkResponse({ standardSchema: auditPage })
  async list(@Query({ schema: auditQuery }) query: AuditQuery): Promise<AuditPage> {
    const { limit, before = null, ...filter } = query;
    const entries = await auditEntries(this.dependencies.database.pool, { limit, before, filter });
    const last = entries.length === limit ? entries.at(-1) : undefined;
    return { entries: [...entries], next: last?.sequence ?? null };
  }

  @Requires('administer')
  @Get('export')
  @ApiOperation({ summary: 'The whole trail as lines of JSON, the oldest first, each with the text that was hashed' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' } })
  export(): StreamableFile {
    return new StreamableFile(Readable.from(auditLines(this.dependencies.database.pool)), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="audit.ndjson"',
    });
  }

  @Requires('administer')
  @Get('verify')
  @ApiOperation({ summary: 'Computes the chain anew and names the first entry that does not fit' })
  @ApiOkResponse({ standardSchema: auditVerdict })
  verify(@Query({ schema: auditVerifyQuery }) { sequence, hash }: AuditVerifyQuery): Promise<AuditVerdict> {
    const anchor = sequence === undefined || hash === undefined ? null : { sequence, hash };
    return verifyAuditTrail(this.dependencies.database.pool, anchor);
  }
}
