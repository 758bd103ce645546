import { isCreditCode } from '../../domain/credit-code';
import { WangshuError } from '../../domain/errors';
import { isIdentityNumber, upgradeIdentityNumber } from '../../domain/identity-number';
import { keyedId, type Uuid } from '../../domain/ids';
import type { Reading } from './types';

/**
 * Ways to an entity's id by what names it. Nothing is said here of whether it is there or may be seen: whoever reads the
 * entity under that id finds out, and for the caller the two look the same.
 */
interface Asked {
  readonly reading: Reading;
  readonly idKey: string;
}

/** The key that a bridged key goes by now. */
async function rootOf(reading: Reading, key: Uuid): Promise<Uuid> {
  const { rows } = await reading.db.query<{ root: Uuid }>({
    name: 'read-root',
    text: 'SELECT root FROM alias WHERE key = $1',
    values: [key],
  });
  return rows[0]?.root ?? key;
}

function refuse(required: string): never {
  throw new WangshuError('BAD_USER_INPUT', `${required} is required, another text is given`);
}

/**
 * A resident by identity number (15 or 18 characters). FORBIDDEN where identifiers are hidden from the caller,
 * BAD_USER_INPUT for a number that is none.
 */
export async function findResidentByNumber(
  options: Asked & { readonly identityNumber: string },
): Promise<Uuid> {
  const { reading, idKey } = options;
  if (reading.scope.view.DIRECT_IDENTIFIER === 'HIDDEN') {
    throw new WangshuError(
      'FORBIDDEN',
      'a role that sees identifiers is required to find a resident by one, yours does not',
    );
  }
  const text = options.identityNumber.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  const number = text.length === 15 ? upgradeIdentityNumber(text) : text;
  if (number === null || !isIdentityNumber(number)) {
    refuse('a resident identity number with its check character (GB 11643)');
  }
  return Promise.resolve(keyedId(idKey, 'Resident', number));
}

/** An organisation by unified social credit code (GB 32100). */
export async function findOrganizationByCode(
  options: Asked & { readonly creditCode: string },
): Promise<Uuid> {
  const { reading, idKey, creditCode } = options;
  const code = creditCode.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  if (!isCreditCode(code))
    refuse('a unified social credit code with its check character (GB 32100)');
  return rootOf(reading, keyedId(idKey, 'creditCode', code));
}

/** An area by its division or grid code. */
export async function findPlaceByCode(options: Asked & { readonly code: string }): Promise<Uuid> {
  const { idKey, code } = options;
  return Promise.resolve(keyedId(idKey, 'area', code.trim()));
}

/** An event, thing or organisation by a number that a system gave it: 'scheme:number'. */
export async function findByNumber(
  options: Asked & { readonly noun: 'Event' | 'Thing' | 'Organization'; readonly number: string },
): Promise<Uuid> {
  const { reading, idKey, noun, number } = options;
  const cut = number.indexOf(':');
  if (cut <= 0) refuse('a number of the form scheme:number, such as the field numbers shows');
  const key = keyedId(idKey, noun, number.slice(0, cut), number.slice(cut + 1));
  return rootOf(reading, key);
}
