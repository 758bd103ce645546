import { folded, shapeOf, stated } from '../text';
import { known, nothing, unreadable, type Normaliser } from '../types';
import { parseChineseAddress } from './chinese';
import { parseUsAddress } from './us';

export { addressKeys, addressText, type AddressKeys, type AddressParts } from './parts';

const LONGEST = 500;

/** An address taken apart (Chinese; `format: us` for American ones). `within`: see NormaliseOptions. */
export const address: Normaliser = {
  name: 'address',
  whenInvalid: 'keep',
  normalise(raw, { format, within }) {
    const text = stated(folded(raw));
    if (text === null) return nothing();
    if (text.length > LONGEST)
      return unreadable(`an address of at most ${String(LONGEST)} characters`, shapeOf(text));
    const parts = format === 'us' ? parseUsAddress(text) : parseChineseAddress(text, within);
    return parts === null ? nothing() : known(parts);
  },
};
