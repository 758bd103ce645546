/** The five nouns of the graph (人、地、事、物、组织) and what ties them. Names: TERMS.md. */

export interface Label {
  readonly zh: string;
  readonly en: string;
}

export const NOUNS = ['Resident', 'Place', 'Event', 'Thing', 'Organization'] as const;
export type Noun = (typeof NOUNS)[number];

/** Stored form of a noun; never renumbered. */
export const NOUN_CODE: Readonly<Record<Noun, number>> = {
  Resident: 1,
  Place: 2,
  Event: 3,
  Thing: 4,
  Organization: 5,
};

export function nounOf(code: number): Noun {
  const noun = NOUNS[code - 1];
  if (noun === undefined)
    throw new RangeError(`a noun code from 1 to 5 is required, ${code} given`);
  return noun;
}

/** Levels of the place tree, from the top. The first four are areas: rights, trends and shares are granted by them. */
export const PLACE_LEVELS = [
  'DISTRICT',
  'SUBDISTRICT',
  'COMMUNITY',
  'GRID',
  'STREET',
  'COMPOUND',
  'BUILDING',
  'UNIT',
  'ROOM',
] as const;
export type PlaceLevel = (typeof PLACE_LEVELS)[number];
export const AREA_LEVELS: readonly PlaceLevel[] = PLACE_LEVELS.slice(0, 4);

export const PLACE_LEVEL_LABEL: Readonly<Record<PlaceLevel, Label>> = {
  DISTRICT: { zh: '区', en: 'District' },
  SUBDISTRICT: { zh: '街道', en: 'Subdistrict' },
  COMMUNITY: { zh: '社区', en: 'Community' },
  GRID: { zh: '网格', en: 'Grid' },
  STREET: { zh: '街路巷门牌', en: 'Street number' },
  COMPOUND: { zh: '小区', en: 'Compound' },
  BUILDING: { zh: '楼栋', en: 'Building' },
  UNIT: { zh: '单元', en: 'Unit' },
  ROOM: { zh: '房室', en: 'Room' },
};

/** The life cycle of an event (闭环), in order; the furthest stage any department recorded is the event's. */
export const STAGES = [
  'COLLECTED',
  'REPORTED',
  'ASSESSED',
  'DISPATCHED',
  'HANDLED',
  'FED_BACK',
  'VERIFIED',
  'CLOSED',
] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_LABEL: Readonly<Record<Stage, Label>> = {
  COLLECTED: { zh: '采集', en: 'Collected' },
  REPORTED: { zh: '上报', en: 'Reported' },
  ASSESSED: { zh: '研判', en: 'Assessed' },
  DISPATCHED: { zh: '分流', en: 'Dispatched' },
  HANDLED: { zh: '处置', en: 'Handled' },
  FED_BACK: { zh: '反馈', en: 'Fed back' },
  VERIFIED: { zh: '核查', en: 'Verified' },
  CLOSED: { zh: '办结', en: 'Closed' },
};

interface RoleSpec extends Label {
  readonly from: readonly Noun[];
  readonly to: readonly Noun[];
}

/** Roles a link may have, with the nouns each may tie. */
export const LINK_ROLES = {
  LIVES_AT: { zh: '居住', en: 'Lives at', from: ['Resident'], to: ['Place'] },
  REGISTERED_AT: { zh: '户籍', en: 'Registered at', from: ['Resident'], to: ['Place'] },
  SPOUSE_OF: { zh: '配偶', en: 'Spouse of', from: ['Resident'], to: ['Resident'] },
  LEGAL_REPRESENTATIVE_OF: {
    zh: '法定代表人',
    en: 'Legal representative of',
    from: ['Resident'],
    to: ['Organization'],
  },
  EMPLOYED_BY: { zh: '从业', en: 'Employed by', from: ['Resident'], to: ['Organization'] },
  RECEIVES: { zh: '享受', en: 'Receives', from: ['Resident'], to: ['Event'] },
  REPORTED: { zh: '反映', en: 'Reported', from: ['Resident', 'Organization'], to: ['Event'] },
  INVOLVED_IN: {
    zh: '涉及',
    en: 'Involved in',
    from: ['Resident', 'Organization', 'Thing'],
    to: ['Event'],
  },
  OCCURRED_AT: { zh: '发生于', en: 'Occurred at', from: ['Event'], to: ['Place'] },
  LOCATED_AT: { zh: '位于', en: 'Located at', from: ['Organization', 'Thing'], to: ['Place'] },
} as const satisfies Record<string, RoleSpec>;
export type LinkRole = keyof typeof LINK_ROLES;
export const LINK_ROLE_NAMES = Object.keys(LINK_ROLES) as LinkRole[];

/** Sharing classes of the 政务数据共享条例. */
export const SHARING_CLASSES = ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'] as const;
export type SharingClass = (typeof SHARING_CLASSES)[number];

/** Kinds of a data item, after GB/T 37964. */
export const ITEM_KINDS = [
  'DIRECT_IDENTIFIER',
  'QUASI_IDENTIFIER',
  'SENSITIVE',
  'ORDINARY',
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** How much a stream is believed when sources disagree: an authority's register before a usual record before hearsay. */
export const TRUST_LEVELS = ['AUTHORITY', 'USUAL', 'HEARSAY'] as const;
export type Trust = (typeof TRUST_LEVELS)[number];
export const TRUST_CODE: Readonly<Record<Trust, number>> = { AUTHORITY: 1, USUAL: 2, HEARSAY: 3 };
