import { applyMask, type MaskName } from '../domain/masks';
import type { ItemKind } from '../domain/nouns';
import type { ItemView, Scope } from './scope';

/** As much of an item of the catalogue as decides how it is shown. */
export interface ViewedItem {
  readonly kind: ItemKind;
  readonly mask: MaskName;
}

/** A value as one view shows it. A masked item without a mask of its own would be shown whole: it is hidden instead. */
export function throughView(view: ItemView, mask: MaskName, value: string | null): string | null {
  switch (view) {
    case 'WHOLE':
      return value;
    case 'MASKED':
      return value === null || mask === 'none' ? null : applyMask(mask, value);
    case 'HIDDEN':
      return null;
  }
}

/** An item's value as the caller may see it; null where the item is hidden from them, as where there is none. */
export function showItem(
  scope: Pick<Scope, 'view'>,
  item: ViewedItem,
  value: string | null,
): string | null {
  return throughView(scope.view[item.kind], item.mask, value);
}
