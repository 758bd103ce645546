import type { Case } from '../case';
import { abortCase } from './abort';
import { badRowsCase } from './bad-rows';
import { charactersCase } from './characters';
import { answersCase, refusesCase, waitsCase } from './contact';
import { discoveryCase } from './discovery';
import { driftCase } from './drift';
import { killCase } from './kill';
import { lateCase } from './late';
import { memoryCase } from './memory';
import { pagesCase, resumeCase } from './resume';
import { keysCase, typesCase } from './rows';
import { specCase } from './spec';
import { stateCase } from './state';
import { truncatedCase } from './truncated';
import { twiceCase } from './twice';

/** In the order in which they make sense: what fails early explains what fails late. */
export const CASES: readonly Case[] = [
  specCase,
  answersCase,
  refusesCase,
  waitsCase,
  discoveryCase,
  keysCase,
  typesCase,
  pagesCase,
  lateCase,
  twiceCase,
  resumeCase,
  stateCase,
  killCase,
  truncatedCase,
  badRowsCase,
  charactersCase,
  driftCase,
  abortCase,
  memoryCase,
];
