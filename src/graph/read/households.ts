import type { Uuid } from '../../domain/ids';
import { selectList } from './columns';
import { maskerOf } from './mask';
import { Parameters, rowsOf } from './statement';
import type { EntityRow, Reading } from './types';
import { visibleSql } from './visible';

/** Members of each household whom the caller may see, in order of id. */
export async function readHouseholds(options: {
  readonly reading: Reading;
  readonly householdIds: readonly Uuid[];
}): Promise<Map<Uuid, EntityRow[]>> {
  const { reading, householdIds } = options;
  const parameters = new Parameters();
  const wanted = parameters.add(householdIds, 'uuid[]');
  const rows = await rowsOf(
    reading.db,
    `SELECT e.household_id, ${selectList('Resident', 'e')} FROM resident e
      WHERE e.household_id = ANY (${wanted}) AND ${visibleSql('Resident', 'e', reading.scope, parameters)}
      ORDER BY e.household_id, e.id`,
    parameters,
  );
  const masker = maskerOf(reading);
  const households = new Map<Uuid, EntityRow[]>();
  for (const row of rows) {
    const member = masker.entity('Resident', row);
    const id = row['household_id'] as Uuid;
    // Whoever may not see to which household a member belongs learns it on this way neither.
    if (member['householdId'] === null) continue;
    households.set(id, [...(households.get(id) ?? []), member]);
  }
  return households;
}
