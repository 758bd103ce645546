import type { LinkRole, Noun } from '../../domain/nouns';
import type { Context } from '../context';
import type { EntityModel } from '../model';
import { pageOf, type GivenPage } from './args';
import { connectionOf } from './connection';

interface TieArgs extends GivenPage {
  readonly role?: LinkRole | null | undefined;
}

/**
 * A field that lists the entities of one noun tied to this one, with role and period on the edge.
 * @param outward true: ties that start here; false: ties that end here; null: both
 * @param fixed the one role this field is about
 */
export function tied(other: Noun, outward: boolean | null, fixed?: LinkRole) {
  return async (row: EntityModel, args: TieArgs, context: Context) => {
    const page = await context.loaders.links(row, {
      role: fixed ?? args.role ?? null,
      other,
      outward,
      page: pageOf(args),
    });
    return connectionOf(page, ({ link, other: node }) => ({
      node,
      role: link.role,
      since: link.since,
      until: link.until,
    }));
  };
}
