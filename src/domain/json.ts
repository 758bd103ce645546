/** What JSON can carry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A text in quotes, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** What a number that JavaScript would round must have somewhere; most answers have none and are not searched. */
const LONG = /\d[\d.]{15}|\d[eE]\+?\d{3}/;

/**
 * JSON whose numbers keep their digits: one that a double cannot hold (an identifier of 19 digits) becomes text, as it
 * stands. Throws SyntaxError like JSON.parse.
 */
export function parseJson(text: string): Json {
  if (!LONG.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(
    text.replace(TOKEN, (token) => (token[0] === '"' || isExact(token) ? token : `"${token}"`)),
  ) as Json;
}

function isExact(token: string): boolean {
  const number = Number(token);
  if (!Number.isFinite(number)) return false;
  const digits = token
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return digits.length <= 15 || String(number) === token;
}
