/**
 * A sentence that leaves the house (to a lineage store, a collector, a group robot). The hub's own sentences hold no
 * value of a resident and no secret; what is sent away is cut once more where it looks as if it did: credentials in
 * addresses, tokens, runs of digits as long as a telephone or an identity number, anything quoted.
 */
const CUTS: readonly (readonly [RegExp, string])[] = [
  [/\/\/[^/\s@]+@/g, '//…@'],
  // Also where the word is a part of a name: access_token=…, X-Api-Key: …
  [/([\w-]{0,40}(?:password|passwd|pwd|token|secret|key))\s*[=:]\s*\S+/gi, '$1=…'],
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{16,}/g, '$1 …'],
  [/\d{10,}[xX]?/g, '…'],
  [/\([^()]*\)=\([^()]*\)/g, '(…)=(…)'],
  [/"[^"]*"/g, '"…"'],
];

const LONGEST = 500;

export function leavingText(text: string): string {
  const cut = CUTS.reduce((told, [pattern, by]) => told.replace(pattern, by), text);
  return cut.length > LONGEST ? `${cut.slice(0, LONGEST - 1)}…` : cut;
}
