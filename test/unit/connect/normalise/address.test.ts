import { addressKeys, addressText, type AddressParts } from '../../../../src/connect/normalise';
import { ADDRESS_FORMS, formatAddress } from '../../../../src/demo/dirty/address';
import { toFullWidth } from '../../../../src/demo/dirty/text';
import { value } from './support';

const parts = (raw: string, within?: string): AddressParts =>
  value('address', raw, within === undefined ? {} : { within }) as AddressParts;
const keys = (raw: string, within?: string): string => {
  const { bases, tail } = addressKeys(parts(raw, within));
  return [...bases, ...tail].join(' ');
};

describe('addresses', () => {
  const home = {
    subdistrict: '柳桥街道',
    community: '锦绣社区',
    road: '望源路',
    number: 12,
    compound: '锦绣花园',
    building: 3,
    unit: 2,
    room: 501,
  };

  it.each(ADDRESS_FORMS)('in the form %s name the room', (form) => {
    const expected = {
      ROAD_ONLY: 'road:望源路|12',
      COMPOUND_ONLY: 'compound:锦绣花园',
      DASHES: 'compound:锦绣花园',
      HASHES: 'compound:锦绣花园',
    };
    const bases = expected[form as keyof typeof expected] ?? 'compound:锦绣花园 road:望源路|12';
    for (const text of [formatAddress(home, form), toFullWidth(formatAddress(home, form))])
      expect(keys(text)).toBe(`${bases} building:3 unit:2 room:501`);
  });

  it.each([
    ['望源路12号', 'road:望源路|12'],
    ['望源路012号', 'road:望源路|12'],
    ['望源路12号之3', 'road:望源路|12-3'],
    ['望源路12-3号', 'road:望源路|12-3'],
    ['望源路甲12号', 'road:望源路|甲12'],
    ['望源路12号甲', 'road:望源路|甲12'],
    ['望源路12号院3号楼', 'road:望源路|12 building:3'],
    ['望源路12号3楼301室', 'road:望源路|12 room:301'],
    ['望源路12号501', 'road:望源路|12 room:501'],
    ['解放一路12号', 'road:解放一路|12'],
    ['望源大道12号王记面馆', 'road:望源大道|12'],
    ['望源路12号东塔大厦B座1203', 'compound:东塔大厦 road:望源路|12 building:B room:1203'],
    ['望源路120弄3号501室', 'compound:望源路120弄 building:3 room:501'],
    ['锦绣花园二期3幢2单元501', 'compound:锦绣花园2期 building:3 unit:2 room:501'],
    ['锦绣花园(东区)3栋', 'compound:锦绣花园东区 building:3'],
    ['锦绣花园东区3栋', 'compound:锦绣花园东区 building:3'],
    ['锦绣花园（近地铁站）3栋', 'compound:锦绣花园 building:3'],
    ['锦绣花园十二幢三单元二〇一室', 'compound:锦绣花园 building:12 unit:3 room:201'],
    ['锦绣花园3-501', 'compound:锦绣花园 building:3 room:501'],
    ['锦绣花园3-2', 'compound:锦绣花园 building:3 unit:2'],
    ['锦绣花园3幢2-501', 'compound:锦绣花园 building:3 unit:2 room:501'],
    ['锦绣花园 3 2 501', 'compound:锦绣花园 building:3 unit:2 room:501'],
    ['锦绣花园03幢', 'compound:锦绣花园 building:3'],
    ['锦绣花园3號樓', 'compound:锦绣花园 building:3'],
    ['望源路锦绣花园3幢', 'compound:锦绣花园 building:3'],
    ['锦绣花园北门', 'compound:锦绣花园'],
    ['锦绣花园3幢附近', 'compound:锦绣花园 building:3'],
    ['望源路12号东侧', 'road:望源路|12'],
    ['澄江市澄湖区柳桥街道锦绣社区居委会望源路12号', 'road:望源路|12'],
    ['示范省澄江市江北区望源路12号', 'road:望源路|12'],
    ['浦东新区望源路12号', 'road:望源路|12'],
    ['河口镇12村3组45号', 'compound:河口镇12村3组 building:45'],
    ['柳树村三组12号', 'compound:柳树村3组 building:12'],
    ['锦绣新村3幢', 'compound:锦绣新村 building:3'],
    ['2单元301室', 'unit:2 room:301'],
  ])('%s', (raw, expected) => {
    expect(keys(raw)).toBe(expected);
  });

  it.each(['望源路与柳源路交叉口', '地铁站旁的小店', '家里', '某处', '!!!'])(
    '%s names no place and makes none',
    (raw) => {
      expect(addressKeys((value('address', raw) ?? {}) as AddressParts)).toEqual({
        bases: [],
        tail: [],
      });
    },
  );

  it('of another county are kept apart from the same street at home', () => {
    expect(keys('澄江市澄湖区望源路12号', '澄湖区')).toBe('road:望源路|12');
    expect(keys('望源路12号', '澄湖区')).toBe('road:望源路|12');
    expect(keys('澄江市江北区望源路12号', '澄湖区')).toBe('road:江北区望源路|12');
    expect(addressText(parts('澄江市江北区望源路12号', '澄湖区'))).toBe('江北区望源路12号');
  });

  it('are written in one way, whatever way they came', () => {
    const texts = ADDRESS_FORMS.map((form) => addressText(parts(formatAddress(home, form))));
    expect(new Set(texts)).toEqual(
      new Set([
        '望源路12号锦绣花园3号楼2单元501室',
        '锦绣花园3号楼2单元501室',
        '望源路12号3号楼2单元501室',
      ]),
    );
  });

  it('read what they wrote themselves as the same place', () => {
    for (const form of ADDRESS_FORMS) {
      const text = formatAddress(home, form);
      expect(keys(addressText(parts(text)))).toBe(keys(text));
    }
  });
});

describe('American addresses', () => {
  const us = (raw: string): string => {
    const { bases, tail } = addressKeys(value('address', raw, { format: 'us' }) as AddressParts);
    return [...bases, ...tail].join(' ');
  };
  it.each([
    ['3352 N BROADWAY ', 'road:N BROADWAY|3352'],
    ['6059 N Lincoln Ave', 'road:N LINCOLN|6059'],
    ['4358 S ST. LOUIS AVE', 'road:S ST LOUIS|4358'],
    ['3244 W Ainslie (4900N)', 'road:W AINSLIE|3244'],
    ['2430  -2432 N LINCOLN AVE', 'road:N LINCOLN|2430-2432'],
    ['5153-59 S KEDZIE AVE 1ST', 'road:S KEDZIE|5153-59 room:1ST'],
    ['5700 S CICERO AVE # TC07', 'road:S CICERO|5700 room:TC07'],
    ['1570-1/2 N DAMEN AVE', 'road:N DAMEN|1570-1/2'],
  ])('%s', (raw, expected) => {
    expect(us(raw)).toBe(expected);
  });
});
