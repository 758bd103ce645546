import type { Noun } from '../domain/nouns';

/**
 * What a mention may say of each noun: attribute → the item types that may feed it. The connector loader checks
 * every mapping against this table, the graph builds its columns' values from the same names.
 */
interface AttributeSpec {
  /** Item types accepted; absent: any. */
  readonly types?: readonly string[];
}

const TEXT: AttributeSpec = { types: ['string', 'text', 'code', 'personName', 'organizationName'] };
const DATE: AttributeSpec = { types: ['date', 'dateTime'] };
const TIME: AttributeSpec = { types: ['dateTime', 'date'] };
const AREA: AttributeSpec = { types: ['divisionCode', 'gridCode', 'string'] };
const LONGITUDE: AttributeSpec = { types: ['longitude'] };
const LATITUDE: AttributeSpec = { types: ['latitude'] };
const NUMBER: AttributeSpec = { types: ['integer', 'decimal'] };

export const ATTRIBUTES: Readonly<Record<Noun, Readonly<Record<string, AttributeSpec>>>> = {
  Resident: {
    identityNumber: { types: ['identityNumber'] },
    name: { types: ['personName', 'string'] },
    sex: { types: ['sex'] },
    birthDate: DATE,
    ethnicity: { types: ['ethnicity'] },
    maritalStatus: { types: ['maritalStatus'] },
    phone: { types: ['phone'] },
    household: { types: ['string', 'integer'] },
    householdRelation: { types: ['householdRelation'] },
  },
  Place: {
    doorplate: { types: ['doorplate'] },
    address: { types: ['address'] },
    areaCode: AREA,
    parentCode: AREA,
    level: TEXT,
    name: TEXT,
    area: AREA,
    longitude: LONGITUDE,
    latitude: LATITUDE,
    population: NUMBER,
  },
  Event: {
    category: { types: ['code'] },
    title: TEXT,
    description: TEXT,
    occurredAt: TIME,
    reportedAt: TIME,
    department: TEXT,
    outcome: TEXT,
    satisfaction: { types: ['code', 'integer', 'decimal', 'string'] },
    area: AREA,
    longitude: LONGITUDE,
    latitude: LATITUDE,
  },
  Thing: {
    name: TEXT,
    kind: { types: ['code', 'string'] },
    status: TEXT,
    area: AREA,
    longitude: LONGITUDE,
    latitude: LATITUDE,
  },
  Organization: {
    creditCode: { types: ['socialCreditCode'] },
    name: TEXT,
    kind: TEXT,
    status: TEXT,
    businessScope: TEXT,
    phone: { types: ['phone'] },
    establishedOn: DATE,
    area: AREA,
    longitude: LONGITUDE,
    latitude: LATITUDE,
  },
};

/**
 * Person-level danger ratings and the like (GB/T 31000 危险性评估, 关注程度) are refused at load: no attribute above can
 * carry one, and an item that is shared under such a name is a fault (DESIGN.md, Refusals).
 */
export const REFUSED_ITEM_LABEL = /危险(性|等级|评)|关注程度|风险等级|风险评分|信用评分|积分排名/u;
