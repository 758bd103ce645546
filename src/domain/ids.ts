import { hash } from 'node:crypto';
import { WangshuError } from './errors';
import { NOUNS, type Noun } from './nouns';

/**
 * Ids are made by the hub from what they identify, never drawn from a sequence: the same input gives the same ids in
 * any order, on any night, on any machine that holds the same key. They are keyed, because identity numbers are few
 * enough to be tried one after another.
 */
export type Uuid = string;

function asUuid(hex: string): Uuid {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A 128-bit id of `parts` under the hub's secret key: SHA-256(key ‖ 0 ‖ parts joined by 0), cut in half. Cutting takes
 * away what length extension would need, so the one-shot hash (three times faster than HMAC) is enough here.
 */
export function keyedId(idKey: string, ...parts: readonly string[]): Uuid {
  return asUuid(hash('sha256', `${idKey}\0${parts.join('\0')}`, 'hex'));
}

/** Id of something below another thing (a room of a compound). PostgreSQL makes the same: md5(root::text || '/' || tail)::uuid. */
export function derivedId(root: Uuid, tail: string): Uuid {
  return asUuid(hash('md5', `${root}/${tail}`, 'hex'));
}

/** Content hash of a row's canonical JSON text; 128 bits of SHA-256, as a uuid so that it is compared in 16 bytes. */
export function contentHash(canonicalJson: string): Uuid {
  return asUuid(hash('sha256', canonicalJson, 'hex'));
}

/** Deterministic number of a stream (1 … 2^31-1): FNV-1a over `connector.stream`. Graphs must not depend on registration order. */
export function streamNumber(connector: string, stream: string): number {
  let h = 0x811c9dc5;
  for (const byte of Buffer.from(`${connector}.${stream}`, 'utf8')) {
    h = Math.imul(h ^ byte, 0x01000193);
  }
  return h >>> 1 || 1;
}

/** What a GraphQL node id may name. */
export type NodeType = Noun | 'Record' | 'Quarantine' | 'SyncRun' | 'Connector';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NODE_TYPES: readonly string[] = [...NOUNS, 'Record', 'Quarantine', 'SyncRun', 'Connector'];

/** Public node id: the type and its local id, readable in a URL: `Resident:0b6e…`. */
export function nodeId(type: NodeType, local: string): string {
  return `${type}:${local}`;
}

/** Takes a public node id apart; WangshuError BAD_USER_INPUT when it is not one. */
export function parseNodeId(id: string): { type: NodeType; local: string } {
  const cut = id.indexOf(':');
  const type = id.slice(0, cut);
  const local = id.slice(cut + 1);
  const known = cut > 0 && NODE_TYPES.includes(type) && local.length > 0 && local.length <= 200;
  const isNoun = (NOUNS as readonly string[]).includes(type);
  if (!known || (isNoun && !UUID.test(local))) {
    throw new WangshuError(
      'BAD_USER_INPUT',
      'an id of the form Type:local is required, such as those every node carries in its field id; what was given is not one',
    );
  }
  return { type: type as NodeType, local };
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** BAD_USER_INPUT where one of them is no id at all; `of` says of what, `shows` where such ids are told. */
export function assertUuids(ids: readonly string[], of: string, shows: string): void {
  if (ids.every(isUuid)) return;
  throw new WangshuError(
    'BAD_USER_INPUT',
    `the id of ${of} is required, as ${shows} tells it; what was given is none`,
  );
}
