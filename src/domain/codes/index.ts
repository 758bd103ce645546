export { codeTable, type CodeEntry, type CodeTable } from './table';
export { SEX_OF_CODE, SEX_TABLE, SEXES, type Sex } from './sex';
export { MARITAL_STATUS_TABLE } from './marital-status';
export { ETHNICITY_TABLE } from './ethnicity';
export { HOUSEHOLD_RELATION_TABLE } from './household-relation';
export { ADDRESS_LEVEL_TABLE } from './address-level';
