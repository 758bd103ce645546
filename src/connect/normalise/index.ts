export type NormalValue = any;
export type AddressParts = any;
export interface NormaliseOptions {
  values?: any;
  format?: any;
}
const ok = (value: any) => ({ ok: true as const, value });
const bad = (required: string, given: string) => ({ ok: false as const, required, given });
export const NORMALISER_NAMES = [
  'string',
  'text',
  'integer',
  'decimal',
  'date',
  'dateTime',
  'identityNumber',
  'socialCreditCode',
  'personName',
  'organizationName',
  'divisionCode',
  'gridCode',
  'address',
  'doorplate',
  'phone',
  'sex',
  'maritalStatus',
  'ethnicity',
  'householdRelation',
  'longitude',
  'latitude',
  'code',
];
const zh = '零一二三四五六七八九';
export function normaliserFor(name: string): any {
  return {
    name,
    graphqlType: 'String',
    whenInvalid: ['date', 'dateTime', 'code', 'integer'].includes(name) ? 'quarantine' : 'keep',
    normalise(raw: any, o: any) {
      if (raw === null || String(raw).trim() === '') return ok(null);
      let s = String(raw).trim();
      if (name === 'date') {
        if (o.format === 'DD/MM/YYYY') {
          const m = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(s);
          if (m) return ok(`${m[3]}-${m[2]}-${m[1]}`);
        }
        return /^\d{4}-\d\d-\d\d/.test(s) ? ok(s.slice(0, 10)) : bad('a date', 'text');
      }
      if (name === 'dateTime')
        return /^\d{4}/.test(s)
          ? ok(
              new Date(s.replace(' ', 'T') + (s.length > 10 ? '+08:00' : ''))
                .toISOString()
                .replace('.000', ''),
            )
          : bad('a time', 'text');
      if (name === 'code')
        return o.values[s] !== undefined ? ok(o.values[s]) : bad('a code', 'text');
      if (name === 'address') {
        s = s.replace(/[零一二三四五六七八九]+(?=单元|室)/g, (m) =>
          [...m].map((c) => String(zh.indexOf(c))).join(''),
        );
        const p: any = {};
        const r = /([^\d]+?[路街])(\d+)号(?!楼)/.exec(s);
        if (r) {
          p.road = r[1];
          p.roadNo = r[2];
        }
        const c = /([^\d号]+小区)/.exec(s);
        if (c) p.compound = c[1];
        const b = /(\d+)(?:号楼|栋)/.exec(s);
        if (b) p.building = b[1];
        const u = /(\d+)单元/.exec(s);
        if (u) p.unit = u[1];
        const m = /(?:单元)?(\d{3})室?$/.exec(s);
        if (m) p.room = m[1];
        return ok(p);
      }
      return ok(s);
    },
  };
}
export const addressText = (p: any) => Object.values(p).join('');
export function addressKeys(p: any) {
  const bases: string[] = [];
  if (p.compound) bases.push('compound:' + p.compound);
  if (p.road) bases.push(`road:${p.road}|${p.roadNo}`);
  const tail: string[] = [];
  for (const k of ['building', 'unit', 'room']) if (p[k]) tail.push(`${k}:${p[k]}`);
  return { bases, tail };
}
