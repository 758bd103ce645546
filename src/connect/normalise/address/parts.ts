/** An address taken apart. A part that is not said is not there. */
export interface AddressParts {
  /** City and county, where the address names another county than the one it is read for. */
  readonly elsewhere?: string;
  readonly road?: string;
  /** Number on the road: 12, 12-3, 甲12. */
  readonly number?: string;
  /** Compound, village, lane or building with a name. */
  readonly compound?: string;
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
  /** What was written, tidied; kept where no compound and no street number is named. */
  readonly text?: string;
}

export interface AddressKeys {
  /** Names of the same base place, the one that its id is made of first: `compound:锦绣花园`, `road:望山路|12`. */
  readonly bases: readonly string[];
  /** Steps below the base: `building:3`, `unit:2`, `room:501`. */
  readonly tail: readonly string[];
}

/** What the address is compared by; no base where it names no place. */
export function addressKeys(parts: AddressParts): AddressKeys {
  const where = parts.elsewhere ?? '';
  const bases: string[] = [];
  if (parts.compound !== undefined) bases.push(`compound:${where}${parts.compound}`);
  if (parts.road !== undefined && parts.number !== undefined)
    bases.push(`road:${where}${parts.road}|${parts.number}`);
  const tail = (['building', 'unit', 'room'] as const).flatMap((step) =>
    parts[step] === undefined ? [] : [`${step}:${parts[step]}`],
  );
  return { bases, tail };
}

/** The address in one standard way of writing. */
export function addressText(parts: AddressParts): string {
  if (parts.text !== undefined) return parts.text;
  const { elsewhere = '', road, number, compound = '', building, unit, room } = parts;
  return [
    elsewhere,
    road === undefined ? '' : `${road}${number ?? ''}${number === undefined ? '' : '号'}`,
    compound,
    building === undefined ? '' : `${building}号楼`,
    unit === undefined ? '' : `${unit}单元`,
    room === undefined ? '' : `${room}室`,
  ].join('');
}
