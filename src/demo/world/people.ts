/** Residents in households, and people who live elsewhere but turn up in the departments' papers. */
import { yearOf, type Day } from '../clock';
import { cumulate, Random } from '../random';
import type { Minter } from './mint';
import { drawEthnicity, drawName, drawSurname } from './names';
import type { Person } from './types';
import { DIVISIONS } from './words';

export interface Population {
  readonly people: Person[];
  /** First person of each household, and one past the last. */
  readonly personStart: number[];
  readonly couples: [number, number][];
}

type Kind =
  'ELDER' | 'SINGLE' | 'OLD_COUPLE' | 'COUPLE' | 'FAMILY' | 'THREE_GENERATIONS' | 'TENANTS';
const KINDS: readonly (readonly [Kind, number])[] = [
  ['ELDER', 8],
  ['SINGLE', 14],
  ['OLD_COUPLE', 12],
  ['COUPLE', 14],
  ['FAMILY', 38],
  ['THREE_GENERATIONS', 9],
  ['TENANTS', 5],
];
const KIND_WEIGHTS = cumulate(KINDS.map(([, weight]) => weight));
/** People elsewhere per resident: former spouses, callers, those who left. */
const ELSEWHERE = 0.04;
const YEAR = 365.2425;

interface Draft {
  readonly sex: 1 | 2;
  readonly age: number;
  readonly marital: string;
  readonly relation: string;
  readonly origin: number;
  readonly surname: string;
  readonly ethnicity: string;
  readonly phone: string;
  readonly movedIn: Day;
  readonly household: number;
}

/** Makes exactly `residents` residents. Household by household, in the order in which rooms are handed out. */
export function makePopulation(
  seed: number,
  residents: number,
  asOf: Day,
  minter: Minter,
): Population {
  const maker = new PopulationMaker(new Random(seed, 'people'), residents, asOf, minter);
  while (maker.people.length < residents) maker.household();
  maker.personStart.push(maker.people.length);
  maker.elsewhere(Math.ceil(residents * ELSEWHERE));
  return maker;
}

class PopulationMaker implements Population {
  readonly people: Person[] = [];
  readonly personStart: number[] = [];
  readonly couples: [number, number][] = [];
  /** Set once the residents are complete: people elsewhere are not counted among them. */
  private residentLimitLifted = false;

  constructor(
    private readonly random: Random,
    private readonly residents: number,
    private readonly asOf: Day,
    private readonly minter: Minter,
  ) {}

  household(): void {
    const r = this.random;
    this.personStart.push(this.people.length);
    const kind = KINDS[r.weighted(KIND_WEIGHTS)]?.[0] ?? 'SINGLE';
    const household = this.personStart.length - 1;
    const movedIn = this.asOf - r.between(30, 5_500);
    const base = { ...this.roots(), household, movedIn };
    switch (kind) {
      case 'ELDER':
        this.add({
          ...base,
          sex: this.sex(0.4),
          age: r.between(62, 94),
          marital: r.chance(0.75) ? '30' : '40',
          relation: '02',
        });
        return;
      case 'SINGLE':
        this.add({
          ...base,
          sex: this.sex(0.55),
          age: r.between(19, 58),
          marital: r.chance(0.8) ? '10' : '40',
          relation: '02',
        });
        return;
      case 'OLD_COUPLE':
        this.couple(base, r.between(60, 88));
        return;
      case 'COUPLE':
        this.couple(base, r.between(24, 60));
        return;
      case 'TENANTS':
        for (let i = r.between(2, 4); i > 0; i--) {
          const age = r.between(18, 50);
          this.add({
            ...base,
            ...this.roots(),
            sex: this.sex(0.55),
            age,
            marital: '10',
            relation: i === 1 ? '02' : '99',
          });
        }
        return;
      default:
        this.family(base, kind === 'THREE_GENERATIONS');
    }
  }

  /** People who live elsewhere; a third of them were once married to a resident who is divorced. */
  elsewhere(count: number): void {
    const r = this.random;
    this.residentLimitLifted = true;
    const divorced = this.people.filter((person) => person.marital === '40');
    for (let i = 0; i < count; i++) {
      const former = i % 3 === 0 ? divorced[i / 3] : undefined;
      const sex = former === undefined ? this.sex(0.5) : former.sex === 1 ? 2 : 1;
      const age =
        former === undefined ? r.between(20, 85) : Math.round((this.asOf - former.birth) / YEAR);
      const index = this.add({
        ...this.roots(),
        sex,
        age,
        marital: former === undefined ? '90' : '40',
        relation: '02',
        household: -1,
        movedIn: this.asOf - r.between(30, 3_000),
      });
      if (former !== undefined && index >= 0) {
        this.couples.push(sex === 2 ? [former.index, index] : [index, former.index]);
      }
    }
  }

  private couple(base: Omit<Draft, 'sex' | 'age' | 'marital' | 'relation'>, age: number): void {
    const r = this.random;
    const marital = r.chance(0.75) ? '20' : r.chance(0.8) ? '21' : '22';
    const headIsMan = r.chance(0.78);
    const sex = headIsMan ? 1 : 2;
    const head = this.add({ ...base, sex, age, marital, relation: '02' });
    const other = Math.max(22, age + (headIsMan ? -1 : 1) * r.between(-1, 5));
    const spouse = this.add({
      ...base,
      ...this.roots(r.chance(0.5) ? base.origin : undefined),
      sex: headIsMan ? 2 : 1,
      age: other,
      marital,
      relation: '10',
    });
    if (head >= 0 && spouse >= 0) this.couples.push(headIsMan ? [head, spouse] : [spouse, head]);
  }

  private family(
    base: Omit<Draft, 'sex' | 'age' | 'marital' | 'relation'>,
    withGrandparents: boolean,
  ): void {
    const r = this.random;
    const age = r.between(26, 56);
    this.couple(base, age);
    const eldest = Math.max(0, age - r.between(24, 32));
    for (let i = r.chance(0.27) ? 2 : 1, childAge = eldest; i > 0 && childAge >= 0; i--) {
      const sex = this.sex(0.52);
      // Small children have no phone of their own: the household's is written.
      const phone = childAge < 12 ? base.phone : this.minter.phone(r);
      this.add({
        ...base,
        phone,
        sex,
        age: Math.min(childAge, 30),
        marital: '10',
        relation: sex === 1 ? '20' : '30',
      });
      childAge -= r.between(2, 6);
    }
    if (!withGrandparents) return;
    const old = age + r.between(22, 30);
    const both = r.chance(0.6);
    const phone = this.minter.phone(r);
    const mother = {
      ...base,
      ...this.roots(base.origin),
      phone,
      sex: 2 as const,
      age: old,
      relation: '52',
    };
    const last = this.add({ ...mother, marital: both ? '20' : '30' });
    if (!both) return;
    const father = this.add({
      ...base,
      phone,
      sex: 1,
      age: old + r.between(0, 4),
      marital: '20',
      relation: '51',
    });
    if (last >= 0 && father >= 0) this.couples.push([father, last]);
  }

  private sex(male: number): 1 | 2 {
    return this.random.chance(male) ? 1 : 2;
  }

  /** Origin, people, surname and phone of someone who comes with no family tie. */
  private roots(near?: number): Pick<Draft, 'origin' | 'ethnicity' | 'surname' | 'phone'> {
    const r = this.random;
    const origin = near ?? (r.chance(0.6) ? 0 : r.between(1, DIVISIONS.length - 1));
    const ethnicity = drawEthnicity(r);
    return { origin, ethnicity, surname: drawSurname(r, ethnicity), phone: this.minter.phone(r) };
  }

  /** Adds a person; −1 when the district is full (the last household is cut to the number asked for). */
  private add(draft: Draft): number {
    const index = this.people.length;
    if (index >= this.residents && !this.residentLimitLifted) return -1;
    const r = this.random;
    const birth = this.asOf - Math.floor(draft.age * YEAR) - r.between(1, 364);
    const { sex, origin, ethnicity, surname } = draft;
    const name = drawName(r, { sex, year: yearOf(birth), ethnicity, surname });
    const division = DIVISIONS[origin]?.[0] ?? '990106';
    this.people.push({
      index,
      name,
      sex,
      birth,
      ethnicity,
      marital: draft.marital,
      identityNumber: this.minter.identityNumber(r, division, origin, birth, sex),
      phone: draft.phone,
      origin,
      household: draft.household,
      relation: draft.relation,
      movedIn: Math.max(draft.movedIn, birth),
    });
    return index;
  }
}
