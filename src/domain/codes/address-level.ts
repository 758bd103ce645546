import { codeTable } from './table';

/** 标准地址层级: the levels of a standard address, from the province down to the road and the compound. */
export const ADDRESS_LEVEL_TABLE = codeTable('GA/T 2000.32-2014', [
  ['10', '行政区划', 'Province, city and county'],
  ['11', '省级', 'Province', '省', '自治区', '直辖市'],
  ['12', '地级', 'City', '市', '自治州', '地区', '盟'],
  ['13', '县级', 'County', '区', '县', '旗'],
  ['20', '乡级', 'Township level'],
  ['21', '乡', 'Township'],
  ['22', '镇', 'Town'],
  ['23', '街道', 'Subdistrict'],
  ['30', '村级', 'Community level'],
  ['31', '社区', 'Community'],
  ['32', '居委会', "Residents' committee", '居民委员会'],
  ['33', '村委会', "Villagers' committee", '村民委员会', '村'],
  ['34', '组', 'Group', '村民小组'],
  ['40', '路院', 'Street and compound'],
  ['41', '街路巷', 'Street', '街', '路', '巷'],
  ['42', '小区', 'Compound'],
]);
