import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { EXPORT_TABLE } from './export-metadata.js';
import { mediaTypes } from './export-stream.js';
import type { AnswerMoment, ExportTable } from './export-table.js';
import { ExportInterceptor } from './export.interceptor.js';

/** The answer of a route is also had as a file: the same query with `format` csv, ndjson or xlsx. The use case behind it is the same. */
export function Exportable<Answer>(table: (answer: Answer, moment: AnswerMoment) => ExportTable): MethodDecorator {
  return applyDecorators(
    SetMetadata(EXPORT_TABLE, table),
    UseInterceptors(ExportInterceptor),
    ApiProduces('application/json', ...Object.values(mediaTypes)),
  );
}
