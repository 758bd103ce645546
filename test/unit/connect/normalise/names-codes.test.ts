import { value } from './support';

describe('names', () => {
  it.each([
    ['王　明', '王明'],
    [' 欧阳 小 明 ', '欧阳小明'],
    ['阿依古丽•买买提', '阿依古丽·买买提'],
    ['阿依古丽・买买提', '阿依古丽·买买提'],
    ['阿依古丽.买买提', '阿依古丽·买买提'],
    ['John  Smith', 'John Smith'],
  ])('of persons: %p is %p', (raw, expected) => {
    expect(value('personName', raw)).toBe(expected);
  });

  it.each(['匿名', '不详', '不愿透露姓名', '/'])('of persons: %p is none', (raw) => {
    expect(value('personName', raw)).toBeNull();
  });

  it('of persons: figures alone are refused', () => {
    expect(value('personName', '12345')).toBeUndefined();
  });

  it('of organisations: one kind of brackets, no blanks between characters', () => {
    expect(value('organizationName', '云东(示范) 有限 公司')).toBe('云东（示范）有限公司');
    expect(value('organizationName', '云东【示范】有限公司')).toBe('云东（示范）有限公司');
    expect(value('organizationName', 'ACME  Foods (East)')).toBe('ACME Foods (East)');
  });
});

describe('codes', () => {
  it.each([
    ['1', 'MALE'],
    ['2', 'FEMALE'],
    ['0', 'UNKNOWN'],
    ['9', 'NOT_STATED'],
    ['男', 'MALE'],
    ['女性', 'FEMALE'],
    ['M', 'MALE'],
    ['f', 'FEMALE'],
    ['１', 'MALE'],
  ])('sex %p is %p', (raw, expected) => {
    expect(value('sex', raw)).toBe(expected);
  });

  it('sex codes are turned round where the source has them so; words are not', () => {
    expect(value('sex', '1', { swap: true })).toBe('FEMALE');
    expect(value('sex', '2', { swap: true })).toBe('MALE');
    expect(value('sex', '0', { swap: true })).toBe('UNKNOWN');
    expect(value('sex', '男', { swap: true })).toBe('MALE');
  });

  it.each([
    ['maritalStatus', '10', '10'],
    ['maritalStatus', '离异', '40'],
    ['ethnicity', '1', '01'],
    ['ethnicity', '01', '01'],
    ['ethnicity', '汉族', '01'],
    ['ethnicity', '基诺', '56'],
    ['householdRelation', '母', '52'],
  ])('%s: %p is %p', (type, raw, expected) => {
    expect(value(type, raw)).toBe(expected);
  });

  it.each([
    ['sex', '3'],
    ['sex', '壮'],
    ['ethnicity', '57'],
    ['maritalStatus', '11'],
  ])('%s: %p is refused', (type, raw) => {
    expect(value(type, raw)).toBeUndefined();
  });

  it("the connector's own values come first, and lead into the table", () => {
    expect(value('maritalStatus', 'J', { values: { J: '20' } })).toBe('20');
    expect(value('sex', 'X', { values: { X: '1' } })).toBe('MALE');
  });

  it('plain codes are translated, default where the connector has one', () => {
    const values = { '01': 'noise.living' };
    expect(value('code', ' 01 ', { values })).toBe('noise.living');
    expect(value('code', '０１', { values })).toBe('noise.living');
    expect(value('code', '99', { values })).toBeUndefined();
    expect(value('code', '99', { values, default: 'other' })).toBe('other');
    expect(value('code', 'toString', { values })).toBeUndefined();
    expect(value('code', 'A1')).toBe('A1');
  });
});
