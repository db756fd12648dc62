import {
  Inject,
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { exportFormat } from '@tandem/contracts/exports';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { EXPORT_TABLE, type TableOf } from './export-metadata.js';
import { exportStream, mediaTypes } from './export-stream.js';
import { fileName } from './file-name.js';

/** Turns the answer of an exportable route into the file that `format` asks for; `json` passes as it is. */
@Injectable()
export class ExportInterceptor implements NestInterceptor {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    type Request = FastifyRequest<{ Querystring: Readonly<Record<string, unknown>> }>;
    const { query } = context.switchToHttp().getRequest<Request>();
    // The route's own contract has checked the query by now or refuses it; here it only has to be known which format is meant.
    const format = exportFormat.safeParse(query['format']).data ?? 'json';
    if (format === 'json') return next.handle();
    const table = Reflect.getMetadata(EXPORT_TABLE, context.getHandler()) as TableOf;
    const answeredAt = this.dependencies.clock().toISOString();
    return next.handle().pipe(
      map((answer: unknown) => {
        const rows = table(answer, { answeredAt });
        return new StreamableFile(exportStream(rows, format, { bom: query['bom'] === 'true' }), {
          type: mediaTypes[format],
          disposition: `attachment; filename="${fileName(rows.name, answeredAt.slice(0, 10), format)}"`,
        });
      }),
    );
  }
}
