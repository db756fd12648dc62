import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiForbiddenResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { identifier, problem } from '@tandem/contracts/common';
import {
  addNoteBody,
  note,
  noteList,
  noteListQuery,
  rewriteNoteBody,
  type AddNoteBody,
  type Note,
  type NoteList,
  type NoteListQuery,
  type RewriteNoteBody,
} from '@tandem/contracts/notes';
import { SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { notesTable } from '../exports/tables/notes-table.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

/** What people write on metrics and goals, for both departments. */
@ApiTags('notes')
@Controller()
export class NotesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get('metrics/:key/notes')
  @ApiOperation({ summary: 'Notes and comments on a metric, oldest first, as they stand or as they were known' })
  @ApiOkResponse({ standardSchema: noteList })
  @Exportable(notesTable)
  ofMetric(
    @Param('key', { schema: identifier }) id: string,
    @Query({ schema: noteListQuery }) query: NoteListQuery,
  ): Promise<NoteList> {
    return this.useCases.readNotes({ kind: 'metric', id }, query);
  }

  @Requires('read')
  @Get('goals/:id/notes')
  @ApiOperation({ summary: 'Notes and comments on a goal, oldest first, as they stand or as they were known' })
  @ApiOkResponse({ standardSchema: noteList })
  @Exportable(notesTable)
  ofGoal(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: noteListQuery }) query: NoteListQuery,
  ): Promise<NoteList> {
    return this.useCases.readNotes({ kind: 'goal', id }, query);
  }

  @Requires('act')
  @Post('metrics/:key/notes')
  @ApiOperation({ summary: 'Writes a note on a metric: with a day it stands on the chart' })
  @ApiCreatedResponse({ standardSchema: note })
  onMetric(
    @Param('key', { schema: identifier }) id: string,
    @Body({ schema: addNoteBody }) body: AddNoteBody,
    @SpeaksAs() by: string,
  ): Promise<Note> {
    return this.useCases.addNote({ kind: 'metric', id }, by, body);
  }

  @Requires('act')
  @Post('goals/:id/notes')
  @ApiOperation({ summary: 'Writes a note on a goal' })
  @ApiCreatedResponse({ standardSchema: note })
  onGoal(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: addNoteBody }) body: AddNoteBody,
    @SpeaksAs() by: string,
  ): Promise<Note> {
    return this.useCases.addNote({ kind: 'goal', id }, by, body);
  }

  @Requires('act')
  @Put('notes/:id')
  @ApiOperation({ summary: 'Changes what a note says; what it said before stays beside it' })
  @ApiOkResponse({ standardSchema: note })
  @ApiForbiddenResponse({ standardSchema: problem })
  rewrite(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: rewriteNoteBody }) body: RewriteNoteBody,
    @SpeaksAs() by: string,
  ): Promise<Note> {
    return this.useCases.rewriteNote(id, by, body);
  }

  @Requires('act')
  @Delete('notes/:id')
  @ApiOperation({ summary: 'Removes a note; as of earlier it stands, and the audit trail keeps it' })
  @ApiOkResponse({ standardSchema: note })
  @ApiForbiddenResponse({ standardSchema: problem })
  remove(@Param('id', { schema: identifier }) id: string, @SpeaksAs() by: string): Promise<Note> {
    return this.useCases.removeNote(id, by);
  }
}
