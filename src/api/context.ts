import type { Principal } from '../access/token';
import type { Scope } from '../access/scope';
import type { HubSettings } from '../config/hub';
import type { Reading } from '../graph/read/types';
import type { Loaders } from './loaders';
import type { Operations } from './operations';

/** The settings of hub.yaml that answers are made with. */
export type HubFacts = Pick<
  HubSettings,
  'timeZone' | 'suppression' | 'categories' | 'roles' | 'purposes' | 'district'
>;

/** One operation's surroundings: made after the caller is known, gone with the answer. */
export interface Context {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly reading: Reading;
  readonly loaders: Loaders;
  /** What the caller may ask the hub to do; each of them checks the right itself. */
  readonly operations: Operations;
  readonly hub: HubFacts;
  /** YYYY-MM-DD in the hub's time zone. */
  readonly today: string;
  /** Entities and records that the answer holds so far ('Resident:…'); the audit entry counts them. */
  readonly disclosed: Set<string>;
}
