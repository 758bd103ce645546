/** The departments whose papers begin with somebody who comes to a counter, an app or a clinic. */
import type { World } from '../world/types';
import { ApprovalDesk } from './approvals';
import type { Desk, DeskOptions } from './desk';
import { HealthDesk } from './health';
import { VolunteerDesk } from './volunteers';

export function openCounters(world: World, options: DeskOptions): readonly Desk[] {
  return [ApprovalDesk, VolunteerDesk, HealthDesk].map((Kind) => new Kind(world, options));
}
