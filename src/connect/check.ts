import { LINK_ROLES, type LinkRole, type Noun } from '../domain/nouns';
import { ATTRIBUTES, REFUSED_ITEM_LABEL } from './attributes';
import { isDaily } from './readers/file/files';
import {
  MENTION_KEYWORDS,
  type ConnectorSpec,
  type MentionSpec,
  type StreamSpec,
  type WhenSpec,
} from './spec';

/** Faults that the shape alone cannot show: names that lead nowhere, types that do not fit, refused items. */
export interface SpecFault {
  readonly path: string;
  readonly required: string;
  readonly given: string;
}

export interface CheckContext {
  /** Category codes of hub.yaml; absent: categories are not checked (a check outside a hub). */
  readonly categories?: ReadonlySet<string> | undefined;
}

type Report = (path: string, required: string, given: string) => void;

const quoted = (names: Iterable<string>): string =>
  [...names].map((name) => `"${name}"`).join(', ');

function checkItem(spec: StreamSpec, path: string, name: string, report: Report): void {
  const item = spec.items[name];
  const refer = spec.items[name] === undefined;
  if (refer)
    report(path, `an item of this stream (${quoted(Object.keys(spec.items))})`, `"${name}"`);
  else if (item?.share === 'NOT_SHARED')
    report(path, 'an item that is shared', `"${name}", which is NOT_SHARED and never read`);
}

function checkWhen(
  spec: StreamSpec,
  path: string,
  when: WhenSpec | undefined,
  report: Report,
): void {
  for (const name of Object.keys(when ?? {})) checkItem(spec, `${path}.${name}`, name, report);
}

/** Normalisers of what names a person, wherever it stands. */
const NAMES_A_PERSON: ReadonlySet<string> = new Set(['identityNumber', 'personName']);
/** Attributes by which a resident is known. */
const KNOWN_BY = ['name', 'identityNumber', 'phone'];

/** Items that say who a resident is. */
function itemsOfPersons(spec: StreamSpec): ReadonlySet<string> {
  const residents = Object.values(spec.mentions).filter((mention) => mention.as === 'Resident');
  const told = residents.flatMap((mention) =>
    KNOWN_BY.map((attribute) => (mention as Record<string, unknown>)[attribute]),
  );
  return new Set(told.filter((value): value is string => typeof value === 'string'));
}

function checkItems(spec: StreamSpec, path: string, context: CheckContext, report: Report): void {
  const categoryItems = new Set(
    Object.values(spec.mentions)
      .filter((mention) => mention.as === 'Event')
      .map((mention) => (mention as Record<string, unknown>)['category'])
      .filter((value): value is string => typeof value === 'string'),
  );
  const ofPersons = itemsOfPersons(spec);
  for (const [name, mention] of Object.entries(spec.mentions)) {
    const category: unknown = (mention as Record<string, unknown>)['category'];
    if (typeof category !== 'object' || category === null || context.categories === undefined)
      continue;
    const code = String((category as { const: string | number }).const);
    if (!context.categories.has(code))
      report(`${path}.mentions.${name}.category`, 'a category code of hub.yaml', `"${code}"`);
  }
  for (const [name, item] of Object.entries(spec.items)) {
    const here = `${path}.items.${name}`;
    if (item.share === 'NOT_SHARED') continue;
    if (item.kind === undefined) report(`${here}.kind`, 'the kind of every shared item', 'nothing');
    if (item.kind === 'ORDINARY' && (NAMES_A_PERSON.has(item.type ?? '') || ofPersons.has(name)))
      report(
        `${here}.kind`,
        'DIRECT_IDENTIFIER with a mask, because the item names a person',
        'ORDINARY, which everybody would see whole',
      );
    if (REFUSED_ITEM_LABEL.test(`${name} ${item.zh ?? ''} ${item.en ?? ''}`)) {
      report(
        here,
        'no rating of a person (mark it share: NOT_SHARED, then it is never read)',
        `an item labelled "${item.zh ?? name}"`,
      );
    }
    if (
      (item.kind === 'DIRECT_IDENTIFIER' || item.kind === 'SENSITIVE') &&
      item.mask === undefined
    ) {
      report(`${here}.mask`, `a mask, because the item is ${item.kind}`, 'nothing');
    }
    if (item.type === 'code' && item.values === undefined)
      report(`${here}.values`, 'a table of codes, because the type is code', 'nothing');
    if (categoryItems.has(name) && context.categories !== undefined) {
      for (const code of [
        ...Object.values(item.values ?? {}),
        ...(item.default === undefined ? [] : [item.default]),
      ]) {
        if (!context.categories.has(code))
          report(`${here}.values`, 'category codes of hub.yaml', `"${code}"`);
      }
    }
  }
}

function checkAttribute(
  spec: StreamSpec,
  path: string,
  noun: Noun,
  attribute: string,
  value: unknown,
  report: Report,
): void {
  const wanted = ATTRIBUTES[noun][attribute];
  if (wanted === undefined) {
    report(
      path,
      `an attribute of ${noun} (${quoted(Object.keys(ATTRIBUTES[noun]))}) or a keyword (${quoted(MENTION_KEYWORDS)})`,
      `"${attribute}"`,
    );
    return;
  }
  if (typeof value !== 'string') return;
  checkItem(spec, path, value, report);
  const type = spec.items[value]?.type;
  if (type !== undefined && wanted.types !== undefined && !wanted.types.includes(type)) {
    report(path, `an item of type ${wanted.types.join(' or ')}`, `"${value}" of type ${type}`);
  }
}

function checkMention(spec: StreamSpec, path: string, mention: MentionSpec, report: Report): void {
  for (const [key, value] of Object.entries(mention)) {
    if (!MENTION_KEYWORDS.includes(key))
      checkAttribute(spec, `${path}.${key}`, mention.as, key, value, report);
  }
  checkWhen(spec, `${path}.when`, mention.when, report);
  const references = [
    ...(mention.number === undefined ? [] : [mention.number]),
    ...(mention.cites ?? []),
  ];
  for (const reference of references) {
    checkItem(spec, `${path}.number/cites`, reference.item, report);
    checkWhen(spec, `${path}.cites.when`, reference.when, report);
  }
  if (references.length > 0 && (mention.as === 'Resident' || mention.as === 'Place')) {
    report(path, 'number and cites on an Event, Thing or Organization', `them on a ${mention.as}`);
  }
  if (mention.cites !== undefined && mention.number === undefined) {
    report(`${path}.number`, 'the own number beside cites', 'nothing');
  }
  for (const [stage, name] of Object.entries(mention.stages ?? {})) {
    if (typeof name === 'string') checkItem(spec, `${path}.stages.${stage}`, name, report);
  }
  if (mention.stages !== undefined && mention.as !== 'Event')
    report(`${path}.stages`, 'stages on an Event', `them on a ${mention.as}`);
  if (mention.register === true && mention.as !== 'Place')
    report(`${path}.register`, 'register on a Place', `it on a ${mention.as}`);
}

function checkLinks(spec: StreamSpec, path: string, report: Report): void {
  spec.links.forEach((link, index) => {
    const here = `${path}.links.${index}`;
    const role = LINK_ROLES[link.role as LinkRole];
    for (const side of ['from', 'to'] as const) {
      const mention = spec.mentions[link[side]];
      if (mention === undefined) {
        report(
          `${here}.${side}`,
          `a mention of this stream (${quoted(Object.keys(spec.mentions))})`,
          `"${link[side]}"`,
        );
      } else if (!(role[side] as readonly Noun[]).includes(mention.as)) {
        report(
          `${here}.${side}`,
          `${role[side].join(' or ')} for the role ${link.role}`,
          `"${link[side]}", a ${mention.as}`,
        );
      }
    }
    for (const name of [link.since, link.until])
      if (name !== undefined) checkItem(spec, here, name, report);
  });
}

/** Whether one read of a source can show all that it has: rows that are pushed, and files of many days or batches, come bit by bit. */
function isWhole(reader: ConnectorSpec['reader'], from: string): boolean {
  if (reader.kind === 'file') return reader.drops === undefined && !isDaily(reader, from);
  return reader.kind !== 'push';
}

/** Everything about one connector that needs more than its shape. */
export function checkSpec(spec: ConnectorSpec, context: CheckContext): SpecFault[] {
  const faults: SpecFault[] = [];
  const report: Report = (path, required, given) => faults.push({ path, required, given });
  if (spec.sharing.class === 'NOT_SHARED') {
    report(
      'sharing.class',
      'UNCONDITIONAL or CONDITIONAL (what is not shared cannot be connected)',
      'NOT_SHARED',
    );
  }
  if (spec.sharing.class === 'CONDITIONAL' && spec.sharing.condition === undefined) {
    report('sharing.condition', 'the condition, because the class is CONDITIONAL', 'nothing');
  }
  for (const [name, stream] of Object.entries(spec.streams)) {
    // What it shares is not decided yet, so that nothing can fit yet.
    if (stream.draft) continue;
    const path = `streams.${name}`;
    stream.key.forEach((key, index) => checkItem(stream, `${path}.key.${index}`, key, report));
    if (stream.cursor !== undefined) checkItem(stream, `${path}.cursor`, stream.cursor, report);
    if (stream.observedAt !== undefined)
      checkItem(stream, `${path}.observedAt`, stream.observedAt, report);
    if (typeof stream.deletes === 'object')
      checkWhen(stream, `${path}.deletes.tombstone`, stream.deletes.tombstone, report);
    if (stream.deletes === 'snapshot' && stream.cursor !== undefined) {
      report(
        `${path}.deletes`,
        'none or a tombstone where a cursor is read (an incremental read is no snapshot)',
        '"snapshot"',
      );
    }
    if (stream.deletes === 'snapshot' && !isWhole(spec.reader, stream.from)) {
      report(
        `${path}.deletes`,
        'none or a tombstone where a source gives its rows bit by bit (pushed, or in drops, as {date} in from says too)',
        '"snapshot"',
      );
    }
    checkItems(stream, path, context, report);
    for (const [mentionName, mention] of Object.entries(stream.mentions)) {
      checkMention(stream, `${path}.mentions.${mentionName}`, mention, report);
    }
    checkLinks(stream, path, report);
  }
  return faults;
}
