/**
 * How dirty the departments are: every rate of the demo in one place, as shares of the rows (or of the rows that can
 * have that fault). Tests hold the made data to these within sampling error; README.md prints them.
 */

/** Faults of an identity number, by source. What is left over is written right. */
export interface NumberDirt {
  /** Empty. */
  readonly missing: number;
  /** One digit after the division mistyped, so that the check character is wrong. */
  readonly mistyped: number;
  /** The old 15-digit form; only for people born before 1980. */
  readonly old15: number;
  /** Full-width digits. */
  readonly fullWidth: number;
  /** A check character X written x; only for numbers that end in X. */
  readonly lowerX: number;
}

/** Faults of a name, by source. */
export interface NameDirt {
  /** One character replaced by another of the same sound. */
  readonly homophone: number;
  /** One character replaced by its variant or traditional form. */
  readonly variant: number;
  /** Blanks inside or around. */
  readonly blanks: number;
  /** Only for names with ·: another dot (. • ・) or none. */
  readonly otherDot: number;
}

export const NUMBER_DIRT = {
  population: { missing: 0.02, mistyped: 0.004, old15: 0.006, fullWidth: 0.002, lowerX: 0.05 },
  calls: { missing: 0.7, mistyped: 0.01, old15: 0.004, fullWidth: 0.002, lowerX: 0.1 },
  relief: { missing: 0.01, mistyped: 0.01, old15: 0.02, fullWidth: 0.01, lowerX: 0.1 },
  marriage: { missing: 0.01, mistyped: 0.005, old15: 0.03, fullWidth: 0.003, lowerX: 0.1 },
  elderly: { missing: 0.01, mistyped: 0.008, old15: 0.05, fullWidth: 0.01, lowerX: 0.1 },
  market: { missing: 0.1, mistyped: 0.005, old15: 0.005, fullWidth: 0.002, lowerX: 0.1 },
  staff: { missing: 0.02, mistyped: 0.01, old15: 0.002, fullWidth: 0.004, lowerX: 0.1 },
  hotline: { missing: 0.75, mistyped: 0.002, old15: 0, fullWidth: 0, lowerX: 0.1 },
  mediation: { missing: 0.3, mistyped: 0.01, old15: 0.01, fullWidth: 0.01, lowerX: 0.1 },
  pupils: { missing: 0.01, mistyped: 0.006, old15: 0, fullWidth: 0.004, lowerX: 0.2 },
  petitions: { missing: 0.05, mistyped: 0.008, old15: 0.01, fullWidth: 0.002, lowerX: 0.1 },
  environment: { missing: 0.2, mistyped: 0.006, old15: 0.004, fullWidth: 0.004, lowerX: 0.1 },
  employment: { missing: 0.005, mistyped: 0.004, old15: 0.002, fullWidth: 0, lowerX: 0.3 },
  jobSeekers: { missing: 0.04, mistyped: 0.012, old15: 0, fullWidth: 0.012, lowerX: 0.2 },
  approvals: { missing: 0.03, mistyped: 0.003, old15: 0, fullWidth: 0.002, lowerX: 0.05 },
  volunteers: { missing: 0.12, mistyped: 0.01, old15: 0, fullWidth: 0, lowerX: 0.4 },
  contracts: { missing: 0.05, mistyped: 0.01, old15: 0.03, fullWidth: 0.008, lowerX: 0.1 },
} as const satisfies Record<string, NumberDirt>;

export const NAME_DIRT = {
  population: { homophone: 0.003, variant: 0.005, blanks: 0.005, otherDot: 0.1 },
  calls: { homophone: 0.03, variant: 0.005, blanks: 0.005, otherDot: 0.5 },
  relief: { homophone: 0.006, variant: 0.01, blanks: 0.02, otherDot: 0.3 },
  marriage: { homophone: 0.004, variant: 0.01, blanks: 0.01, otherDot: 0.3 },
  elderly: { homophone: 0.01, variant: 0.02, blanks: 0.02, otherDot: 0.3 },
  market: { homophone: 0.006, variant: 0.006, blanks: 0.004, otherDot: 0.3 },
  staff: { homophone: 0.01, variant: 0.01, blanks: 0.01, otherDot: 0.3 },
  hotline: { homophone: 0.04, variant: 0.006, blanks: 0.004, otherDot: 0.5 },
  mediation: { homophone: 0.02, variant: 0.01, blanks: 0.02, otherDot: 0.5 },
  pupils: { homophone: 0.004, variant: 0.004, blanks: 0.01, otherDot: 0.3 },
  guardians: { homophone: 0.02, variant: 0.01, blanks: 0.01, otherDot: 0.3 },
  petitions: { homophone: 0.01, variant: 0.008, blanks: 0.008, otherDot: 0.3 },
  environment: { homophone: 0.01, variant: 0.006, blanks: 0.006, otherDot: 0.3 },
  employment: { homophone: 0.003, variant: 0.004, blanks: 0.004, otherDot: 0.2 },
  jobSeekers: { homophone: 0.02, variant: 0.008, blanks: 0.01, otherDot: 0.5 },
  approvals: { homophone: 0.004, variant: 0.004, blanks: 0.004, otherDot: 0.2 },
  volunteers: { homophone: 0.008, variant: 0.008, blanks: 0.02, otherDot: 0.5 },
  contracts: { homophone: 0.015, variant: 0.02, blanks: 0.01, otherDot: 0.4 },
} as const satisfies Record<string, NameDirt>;

export const DIRT = {
  /** Relief (civil affairs): sex codes 1 and 2 swapped, row by row. (The elderly allowance swaps them in every row.) */
  swappedSex: 0.03,
  /** Population: a row without a doorplate code. */
  missingDoorplate: 0.06,
  /** Population: the same person registered a second time at an earlier address. */
  secondRegistration: 0.03,
  /** Of those, the share that was never marked deleted. */
  secondRegistrationLeftOpen: 0.4,
  /** Population: rows of people who left or died, marked deleted. */
  departed: 0.01,
  /** Hotline: the same call entered a second time under another number. */
  repeatedTicket: 0.02,
  /** Hotline: a ticket whose first row comes in a file of one to four days later. */
  lateTicket: 0.01,
  /** Hotline: no caller's name given. */
  anonymousCaller: 0.15,
  /** Callers (hotline, police) who do not live in the district. */
  outsideCaller: 0.08,
  /** Police calls that carry a grid code. */
  callWithGrid: 0.4,
  /** Written addresses with a trailing 附近, 门口, 东侧 … (hotline, police calls). */
  vagueAddress: 0.08,
  /** Written addresses with full-width digits, on top of any form. */
  fullWidthAddress: 0.02,
  /** Phones written with blanks, dashes, +86 or full-width digits. */
  untidyPhone: 0.03,
  /** Credit codes in lower case or with blanks (market supervision). */
  untidyCreditCode: 0.01,
  /** Inspections whose credit code is mistyped in one place. */
  mistypedCreditCode: 0.005,
  /** Safety inspections that name the company and give no credit code. */
  missingCreditCode: 0.04,
  /** Complaints about a venue that do not say which by its number. */
  missingVenue: 0.04,
  /** Pupils whose row names no guardian. */
  missingGuardian: 0.02,
  /** Rows that cannot be understood: impossible dates, broken encodings, missing keys. */
  broken: 0.001,
  /** Events that stay where they are and are never closed. */
  stuckEvent: 0.004,
} as const;
