import type { ItemKind } from '../../domain/nouns';
import type { MaskName } from '../../domain/masks';

/** What a field is taken for by its name or its remark. Only a proposal: a person decides. */
export interface Rule {
  /** Item name where the field's own is none (Chinese, blanks). */
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  /** Normaliser; absent: by the field's type. */
  readonly type?: string;
  readonly kind: ItemKind;
  readonly mask?: MaskName;
  /** The row stays when the value cannot be read. */
  readonly keep?: true;
  /** In the source's remark, or in a Chinese field name. */
  readonly remark: RegExp;
  /** The whole field name: lower case, letters and digits alone; pinyin initials as departments' tables have them. */
  readonly field: RegExp;
  /** Only fields of these types are meant. */
  readonly only?: readonly ('string' | 'number' | 'time')[];
  /** What the person has to decide, beside whether it is shared. */
  readonly ask?: string;
  /** A rating of a person: refused for ever. */
  readonly refused?: true;
}

/** First match wins; surer and more sensitive ones come first. Chinese terms and kinds: TERMS.md. */
export const RULES: readonly Rule[] = [
  {
    ...{
      name: 'rating',
      zh: '评级',
      en: 'Rating',
      kind: 'SENSITIVE',
      mask: 'hidden',
      refused: true,
    },
    remark: /危险(性|等级|评)|关注程度|风险(等级|评分)|信用评分|积分排名|评分$/,
    field:
      /^(wxdj|wxx?pg|gzcd|gzdj|fxdj|xypf|(.*)(risk|danger|credit|match)(score|level|rating|rank))$/,
  },
  {
    ...{ name: 'credit_code', zh: '统一社会信用代码', en: 'Credit code', type: 'socialCreditCode' },
    ...{ kind: 'ORDINARY', only: ['string'] },
    remark: /信用代码/,
    field: /^(.*(tyshxydm|shxydm|xydm)|uscc|(.*)(socialcreditcode|creditcode))$/,
  },
  {
    ...{ name: 'id_card', zh: '公民身份号码', en: 'Identity number', type: 'identityNumber' },
    ...{ kind: 'DIRECT_IDENTIFIER', mask: 'last4', keep: true, only: ['string', 'number'] },
    remark: /身份证|身份号码|公民身份|证件号/,
    field:
      /^(.*(sfzh|sfzhm|sfhm|gmsfhm|gmsfzh)|sfz|zjhm|(.*)(idcard|idcardno|idcardnum|idcardnumber|idno|identityno|identitynumber))$/,
  },
  {
    ...{ name: 'phone', zh: '联系电话', en: 'Phone', type: 'phone', kind: 'DIRECT_IDENTIFIER' },
    ...{ mask: 'first3last4', keep: true, only: ['string', 'number'] },
    remark: /手机|电话|联系方式/,
    field:
      /^(.*(sjhm|sjh|lxdh|lxfs|dhhm)|dh|yddh|(.*)(phone|phoneno|phonenumber|mobile|telephone|tel))$/,
  },
  {
    ...{ name: 'account', zh: '账号', en: 'Account', kind: 'SENSITIVE', mask: 'hidden' },
    remark: /银行|账号|帐号|卡号/,
    field: /^(yhzh|yhkh|yhkhm|zh|kh|bankaccount|accountno|accountnumber|iban)$/,
  },
  {
    ...{ name: 'sensitive', zh: '敏感信息', en: 'Sensitive', kind: 'SENSITIVE', mask: 'hidden' },
    remark:
      /疾病|病种|诊断|残疾|宗教|信仰|低保|救助|困难|犯罪|矫正|吸毒|精神|收入|工资|缴费基数|指纹|人脸|生物特征|怀孕|未成年|政治面貌/,
    field:
      /^(zd|zdjg|jbmc|cjlb|cjdj|zjxy|zzmm|gz|income|salary|wage.*|diagnosis|diseases?|disability.*|religion|hardship.*|fingerprint|health.*)$/,
  },
  {
    ...{ name: 'organization', zh: '单位名称', en: 'Organisation', type: 'organizationName' },
    ...{ kind: 'ORDINARY', only: ['string'] },
    remark: /(单位|企业|机构|公司|商户|店铺|组织|学校|医院)(名称|全称)|字号/,
    field:
      /^(dwmc|qymc|jgmc|gsmc|shmc|xxmc|company|companyname|employer|employername|(.*)(orgname|organi[sz]ationname|enterprisename))$/,
  },
  {
    ...{ name: 'name', zh: '姓名', en: 'Name', type: 'personName', kind: 'DIRECT_IDENTIFIER' },
    ...{ mask: 'surname', only: ['string'] },
    remark: /姓名|联系人$|法定代表人$|申请人$|当事人$|户主$|经办人$/,
    field:
      /^(.*xm|lxr|fddbr|sqr|dsr|jbr|name|(.*)(fullname|personname|realname|contactname|ownername|holder))$/,
  },
  {
    ...{ name: 'doorplate', zh: '门牌号', en: 'Doorplate code', type: 'doorplate' },
    ...{ kind: 'QUASI_IDENTIFIER', mask: 'hidden' },
    remark: /门牌(号|编)|标准地址编码/,
    field: /^(mph|mpbm|mpdm|doorplate|doorplatecode)$/,
  },
  {
    ...{ name: 'address', zh: '地址', en: 'Address', type: 'address', kind: 'QUASI_IDENTIFIER' },
    ...{ mask: 'street', only: ['string'] },
    remark: /地址|住址|住所|居住地|户籍地|发生地/,
    field: /^(.*dz|xzz|zz|(.*)(address|addr))$/,
  },
  {
    ...{ name: 'longitude', zh: '经度', en: 'Longitude', type: 'longitude' },
    ...{ kind: 'QUASI_IDENTIFIER', mask: 'hidden', only: ['number', 'string'] },
    ask: '哪种坐标系?在上方写明 coordinates。Which coordinate system? Say so in coordinates above.',
    remark: /经度/,
    field: /^(jd|lng|lon|long|longitude)$/,
  },
  {
    ...{ name: 'latitude', zh: '纬度', en: 'Latitude', type: 'latitude' },
    ...{ kind: 'QUASI_IDENTIFIER', mask: 'hidden', only: ['number', 'string'] },
    remark: /纬度/,
    field: /^(wd|lat|latitude)$/,
  },
  {
    ...{
      name: 'sex',
      zh: '性别',
      en: 'Sex',
      type: 'sex',
      kind: 'QUASI_IDENTIFIER',
      mask: 'hidden',
    },
    ask: '1 男 2 女?反过来时写 swap: true。1 male, 2 female? Where it is the other way round: swap: true.',
    remark: /性别/,
    field: /^(xb|xbdm|sex|gender)$/,
  },
  {
    ...{ name: 'birth_date', zh: '出生日期', en: 'Date of birth', type: 'date' },
    ...{ kind: 'QUASI_IDENTIFIER', mask: 'year' },
    remark: /出生/,
    field: /^(csrq|csny|birth|birthday|birthdate|dob|dateofbirth)$/,
  },
  {
    ...{ name: 'ethnicity', zh: '民族', en: 'Ethnicity', type: 'ethnicity' },
    ...{ kind: 'QUASI_IDENTIFIER', mask: 'hidden' },
    remark: /民族/,
    field: /^(mz|mzdm|ethnicity|ethnicgroup)$/,
  },
  {
    ...{ name: 'marital_status', zh: '婚姻状况', en: 'Marital status', type: 'maritalStatus' },
    ...{ kind: 'QUASI_IDENTIFIER', mask: 'hidden' },
    remark: /婚姻/,
    field: /^(hyzk|hyzkdm|maritalstatus|marriage)$/,
  },
  {
    ...{ name: 'household_relation', zh: '与户主关系', en: 'Relation to head of household' },
    ...{ type: 'householdRelation', kind: 'QUASI_IDENTIFIER', mask: 'hidden' },
    remark: /与户主关系/,
    field: /^(yhzgx|householdrelation)$/,
  },
  {
    ...{ name: 'grid_code', zh: '网格编码', en: 'Grid code', type: 'gridCode', kind: 'ORDINARY' },
    remark: /网格(编码|代码|编号)/,
    field: /^(wgbm|wgdm|wgbh|gridcode|gridid)$/,
  },
  {
    ...{ name: 'division_code', zh: '行政区划代码', en: 'Division code', type: 'divisionCode' },
    ...{ kind: 'ORDINARY' },
    remark: /区划(代码|编码)?$/,
    field: /^(xzqh|xzqhdm|qhdm|sqdm|jddm|divisioncode|adcode|regioncode)$/,
  },
  {
    ...{ name: 'contact', zh: '邮箱或账号', en: 'E-mail or account', kind: 'DIRECT_IDENTIFIER' },
    ...{ mask: 'hidden' },
    remark: /邮箱|微信|QQ/,
    field: /^(yx|dzyx|email|emailaddress|mail|wechat|wxh|qq)$/,
  },
  {
    ...{ name: 'plate', zh: '车牌号', en: 'Number plate', kind: 'QUASI_IDENTIFIER', mask: 'last4' },
    remark: /车牌/,
    field: /^(cph|cphm|hphm|plateno|platenumber|licenseplate)$/,
  },
  {
    ...{ name: 'text', zh: '内容', en: 'Text', type: 'text', kind: 'SENSITIVE', mask: 'hidden' },
    only: ['string'],
    ask: '自由文本里可能写着姓名和电话。Free text may hold names and phones.',
    remark: /备注|描述|内容|说明|诉求|意见|经过|简介/,
    field: /^(bz|ms|nr|sm|sqnr|content|description|remarks?|notes?|comments?|details?|message)$/,
  },
];
