import { address } from './address';
import { code, ethnicity, householdRelation, maritalStatus, sex } from './codes';
import { date, dateTime } from './date';
import {
  divisionCode,
  doorplate,
  gridCode,
  identityNumber,
  phone,
  socialCreditCode,
} from './identifiers';
import { organizationName, personName } from './names';
import { decimal, integer, latitude, longitude, longText, string } from './plain';
import type { Normaliser } from './types';

export { addressKeys, addressText, type AddressKeys, type AddressParts } from './address';
export type { Normalised, Normaliser, NormaliseOptions, NormalValue } from './types';

/** All normalisers; an item's `type` in connector.yaml names one. Pure: the same raw value, the same result. */
const NORMALISERS: readonly Normaliser[] = [
  string,
  longText,
  integer,
  decimal,
  date,
  dateTime,
  identityNumber,
  socialCreditCode,
  personName,
  organizationName,
  divisionCode,
  gridCode,
  address,
  doorplate,
  phone,
  sex,
  maritalStatus,
  ethnicity,
  householdRelation,
  longitude,
  latitude,
  code,
];

const byName = new Map(NORMALISERS.map((normaliser) => [normaliser.name, normaliser]));

export const NORMALISER_NAMES: readonly string[] = [...byName.keys()];

export function normaliserFor(name: string): Normaliser | undefined {
  return byName.get(name);
}
