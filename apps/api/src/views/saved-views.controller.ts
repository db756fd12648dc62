import {
  Body,
  Controller,
  Delete,
  ForbiddenException,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
} from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { actorOf, type AccountPrincipal, type Principal } from '@tandem/application/access/principal';
import { NotFound } from '@tandem/application/input-errors';
import { uuid } from '@tandem/contracts/access';
import { problem } from '@tandem/contracts/common';
import {
  savedView,
  savedViewBody,
  savedViewChangeBody,
  savedViewList,
  type SavedView,
  type SavedViewBody,
  type SavedViewChangeBody,
  type SavedViewList,
} from '@tandem/contracts/saved-views';
import { createSavedViewStore, type SavedViewRow } from '@tandem/kpi-store/repositories/saved-view-store';
import { Actor, SignedIn } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

@ApiTags('views')
@Controller('views')
export class SavedViewsController {
  private readonly store;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.store = createSavedViewStore(dependencies.database);
  }

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Saved views: one’s own, and those that are shared with the workspace' })
  @ApiOkResponse({ standardSchema: savedViewList })
  async list(@Actor() actor: Principal): Promise<SavedViewList> {
    const accountId = actor.kind === 'account' ? actor.accountId : null;
    return { views: (await this.store.list(accountId)).map((view) => shown(view, accountId)) };
  }

  @Requires('account')
  @Post()
  @ApiOperation({ summary: 'Gives an address of the board, the goals, the metrics or the alerts a name' })
  @ApiCreatedResponse({ standardSchema: savedView })
  @ApiConflictResponse({ standardSchema: problem })
  async save(
    @Body({ schema: savedViewBody }) body: SavedViewBody,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<SavedView> {
    return this.answer(await this.store.create(body, this.by(caller)), caller);
  }

  @Requires('account')
  @Patch(':id')
  @ApiOperation({ summary: 'Changes the name, the address or the sharing of a view of one’s own' })
  @ApiOkResponse({ standardSchema: savedView })
  @ApiConflictResponse({ standardSchema: problem })
  async change(
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: savedViewChangeBody }) body: SavedViewChangeBody,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<SavedView> {
    const view = await this.found(id, caller);
    if (view.accountId !== caller.accountId)
      throw new ForbiddenException(`This view is of ${view.owner}. Save one of your own to change it.`);
    const { name = view.name, address = view.address, isShared = view.isShared } = body;
    await this.store.change(view, { name, address, isShared }, this.by(caller));
    return this.answer(id, caller);
  }

  @Requires('account')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a view of one’s own; an administrator removes shared ones too' })
  @ApiNoContentResponse()
  async remove(@Param('id', { schema: uuid }) id: string, @SignedIn() caller: AccountPrincipal): Promise<void> {
    const view = await this.found(id, caller);
    if (view.accountId !== caller.accountId && caller.role !== 'administrator')
      throw new ForbiddenException(`This view is of ${view.owner}, who can remove it, as an administrator can.`);
    await this.store.remove(view, this.by(caller));
  }

  private by(caller: AccountPrincipal) {
    return { accountId: caller.accountId, actor: actorOf(caller), now: this.dependencies.clock() };
  }

  /** A private view of somebody else is not there at all. */
  private async found(id: string, { accountId }: AccountPrincipal): Promise<SavedViewRow> {
    const view = await this.store.one(id, accountId);
    if (view === null) throw new NotFound('view', id);
    return view;
  }

  private async answer(id: string, caller: AccountPrincipal): Promise<SavedView> {
    return shown(await this.found(id, caller), caller.accountId);
  }
}

function shown({ accountId, createdAt, ...view }: SavedViewRow, asked: string | null): SavedView {
  return { ...view, isMine: accountId === asked, createdAt: createdAt.toISOString() };
}
