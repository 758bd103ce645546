/**
 * Check characters of the numbers the demo mints. The demo keeps its own copy (written from the standards, apart
 * from the hub's): if the hub's normaliser were wrong, two independent writers would disagree.
 */
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECK = '10X98765432';
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of a 17-digit body: GB 11643-1999, ISO 7064 MOD 11-2. */
export function identityCheck(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (body.charCodeAt(i) - 48) * (ID_WEIGHTS[i] ?? 0);
  return ID_CHECK.charAt(sum % 11);
}

/** True for an 18-character number with a right check character. */
export function isIdentityNumber(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && identityCheck(text) === text.charAt(17);
}

/** Check character of a 17-character body: GB 32100-2015, MOD 31 over weights 3^i. */
export function creditCheck(body: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    sum += CREDIT_ALPHABET.indexOf(body.charAt(i)) * (CREDIT_WEIGHTS[i] ?? 0);
  }
  return CREDIT_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** True for an 18-character unified social credit code with a right check character. */
export function isCreditCode(text: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text) && creditCheck(text) === text.charAt(17);
}

/** Organisation code of nine characters from an eight-digit body: GB 11714-1997. */
export function organisationCode(body: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    sum += ORGANISATION_ALPHABET.indexOf(body.charAt(i)) * (ORGANISATION_WEIGHTS[i] ?? 0);
  }
  const check = 11 - (sum % 11);
  return body + (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}
