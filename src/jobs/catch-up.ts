import type { Catalogue } from '../connect/connector';
import type { Db } from '../db/pool';
import type { Observer } from '../observe/observer';
import { startPlan } from './plan';
import type { Transport } from './queue';
import { lastNight, type Nightly } from './schedule';

/**
 * A night that fell due while nothing ran, of which the queue knows nothing either (it was emptied, or is a new one), is caught
 * up: once, since its slot has one plan, and only the latest, since one night reads what several missed. A hub that had no
 * plan before that time has missed nothing. Returns the slot that was caught up; null: there was none.
 */
export async function catchUpNight(
  hub: {
    readonly db: Db;
    readonly transport: Transport;
    readonly catalogue: Catalogue;
    readonly observer?: Observer | undefined;
  },
  nightly: Nightly,
  now: Date = new Date(),
): Promise<Date | null> {
  const slot = lastNight(nightly, now);
  if (slot === null) return null;
  const { rows } = await hub.db.query<{ missed: boolean }>(
    `SELECT EXISTS (SELECT FROM plan_run WHERE started_at < $1)
            AND NOT EXISTS (SELECT FROM plan_run WHERE slot >= $1) AS missed`,
    [slot],
  );
  if (rows[0]?.missed !== true) return null;
  const { created } = await startPlan(hub, { slot, connectors: hub.catalogue.sources });
  return created ? slot : null;
}
