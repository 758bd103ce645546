/** What stands behind the compound or the street number: building, unit and room in their many ways of writing. */
export interface Tail {
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
}

const NAME = '(?:\\d+[A-Z]?|[A-Z]\\d*|[甲乙丙丁戊己])';
/** Where the tail begins: the first number that is a building's, unit's, floor's or room's. */
const BEGINS = new RegExp(
  `第?${NAME}(?=号楼|幢|栋|座|#|单元|室|房|层|楼|号|门(?![口面])|户)|\\d+[A-Z]?(?:-\\d+[A-Z]?)*$|\\d+-\\d+`,
);
const TOKENS: readonly (readonly [
  kind: 'building' | 'unit' | 'floor' | 'room' | 'number' | 'bare',
  RegExp,
])[] = [
  ['building', new RegExp(`第?(${NAME})(?:号楼|幢|栋|座|#楼?)`, 'y')],
  ['unit', new RegExp(`第?(${NAME})(?:单元|门(?![口面]))`, 'y')],
  ['floor', /第?(\d+)(?:层|楼)/y],
  ['room', /(\d+[A-Z]?|[A-Z]\d+)(?:室|房间?|号房|户)/y],
  ['number', new RegExp(`(${NAME})号`, 'y')],
  ['bare', /(\d+[A-Z]?)/y],
];
const SEPARATOR = /[-,、]*/y;

/** Room numbers have three digits or more (floor and door); buildings and units have fewer. */
const isRoom = (number: string): boolean => parseInt(number, 10) >= 100;

/** 03 is 3; letters stay. */
const plain = (number: string): string => number.replace(/^0+(?=\d)/, '');

interface Found {
  building?: string;
  unit?: string;
  room?: string;
  bare: string[];
}

/** A number with 号 behind it: a building where more follows or it is small, else a room. */
function place(found: Found, number: string, last: boolean): void {
  if (found.building === undefined && (!last || !isRoom(number))) found.building = number;
  else found.room ??= number;
}

function spread(found: Found): void {
  const [first = '', second = '', third = ''] = found.bare;
  const { building, unit } = found;
  switch (found.bare.length) {
    case 0:
      return;
    case 1:
      if (
        found.room === undefined &&
        (building !== undefined || unit !== undefined || isRoom(first))
      )
        found.room = first;
      else if (building === undefined) found.building = first;
      else found.unit ??= first;
      return;
    case 2:
      if (building !== undefined) [found.unit, found.room] = [unit ?? first, second];
      else if (isRoom(second)) [found.building, found.room] = [first, second];
      else [found.building, found.unit] = [first, second];
      return;
    default:
      [found.building, found.unit, found.room] = [first, second, third];
  }
}

/** Splits `text` into the name before the tail and the tail. */
export function splitTail(text: string): { name: string; tail: Tail } {
  const begins = BEGINS.exec(text);
  if (begins === null) return { name: text, tail: {} };
  const found: Found = { bare: [] };
  let at = begins.index;
  while (at < text.length) {
    SEPARATOR.lastIndex = at;
    at += SEPARATOR.exec(text)?.[0].length ?? 0;
    const token = nextToken(text, at);
    if (token === null) break;
    at = token.end;
    const number = plain(token.number);
    if (token.kind === 'number') place(found, number, at >= text.length);
    else if (token.kind === 'bare') found.bare.push(number);
    else if (token.kind !== 'floor') found[token.kind] ??= number;
  }
  spread(found);
  const { bare: _, ...tail } = found;
  return { name: text.slice(0, begins.index), tail };
}

function nextToken(
  text: string,
  at: number,
): { kind: (typeof TOKENS)[number][0]; number: string; end: number } | null {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { kind, number: match[1] ?? '', end: pattern.lastIndex };
  }
  return null;
}
