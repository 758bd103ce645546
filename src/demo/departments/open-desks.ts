/** The departments that keep papers of their own beside the four streams of events. */
import type { World } from '../world/types';
import { CultureEvents } from './culture-events';
import type { Desk, DeskOptions } from './desk';
import { EmergencyInspections } from './emergency-inspections';
import { MediationDrops } from './mediation';
import { PetitionDrops } from './petitions';

export function openDesks(world: World, options: DeskOptions): readonly Desk[] {
  return [EmergencyInspections, MediationDrops, CultureEvents, PetitionDrops].map(
    (Kind) => new Kind(world, options),
  );
}
