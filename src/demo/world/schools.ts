/** Schools of compulsory education (义务教育): public bodies, each with a catchment of one subdistrict. */
import { Random } from '../random';
import { Minter } from './mint';
import type { OrganisationSite, World } from './types';
import { DISTRICT } from './words';

export interface School {
  readonly index: number;
  /** 学校标识码: ten digits that begin with 99. */
  readonly code: string;
  readonly creditCode: string;
  readonly name: string;
  readonly kind: '小学' | '初级中学';
  readonly subdistrict: number;
  readonly site: OrganisationSite;
  readonly phone: string;
}

/** Pupils a primary school is built for; a subdistrict has as many as its children need, and at least one. */
const RESIDENTS_PER_PRIMARY = 8_000;
const NUMERALS = ['第一', '第二', '第三', '第四', '第五', '第六', '第七', '第八'] as const;
const PRIMARY_NAMES = ['中心', '实验', '外国语', '附属'] as const;

/** Every subdistrict has a primary school and a junior high school at the least. Pure: the same world, the same schools. */
export function makeSchools(world: World): School[] {
  const random = new Random(world.seed, 'schools');
  // Public bodies (registering department 1, category 2): their codes never meet a market subject's.
  const minter = new Minter();
  const schools: School[] = [];
  const share = world.residents / world.subdistricts.length;
  const primaries = Math.min(
    PRIMARY_NAMES.length,
    Math.max(1, Math.round(share / RESIDENTS_PER_PRIMARY)),
  );
  world.subdistricts.forEach((subdistrict, s) => {
    const stem = subdistrict.name.replace('街道', '');
    const names = PRIMARY_NAMES.slice(0, primaries).map((name) => `${stem}${name}小学`);
    for (const name of [...names, `${stem}${NUMERALS[s % NUMERALS.length] ?? ''}中学`]) {
      const index = schools.length;
      schools.push({
        index,
        code: `99${DISTRICT.code.slice(2)}${String(index + 1).padStart(4, '0')}`,
        creditCode: minter.publicBodyCode(random, DISTRICT.code),
        name: `${DISTRICT.city}${DISTRICT.name}${name}`,
        kind: name.endsWith('小学') ? '小学' : '初级中学',
        subdistrict: s,
        site: drawSite(random, world, s),
        phone: minter.phone(random),
      });
    }
  });
  return schools;
}

/** A doorplate on a road of the subdistrict, or of the district where it has none (only in the smallest districts). */
function drawSite(random: Random, world: World, subdistrict: number): OrganisationSite {
  const near = world.shops.filter(
    ({ grid }) => world.communities[world.grids[grid]!.community]!.subdistrict === subdistrict,
  );
  return { kind: 'SHOP', shop: random.pick(near.length > 0 ? near : world.shops).index };
}
