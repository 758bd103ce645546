import { codeTable, type CodeTable } from './table';

/** Codes 01–56 in the order of the standard; English names after GB/T 3304's own romanisation. */
const NAMES =
  '汉 Han,蒙古 Mongol,回 Hui,藏 Zang,维吾尔 Uygur,苗 Miao,彝 Yi,壮 Zhuang,布依 Buyei,朝鲜 Chosen,满 Man,侗 Dong,瑶 Yao,白 Bai,' +
  '土家 Tujia,哈尼 Hani,哈萨克 Kazak,傣 Dai,黎 Li,傈僳 Lisu,佤 Va,畲 She,高山 Gaoshan,拉祜 Lahu,水 Sui,东乡 Dongxiang,纳西 Naxi,' +
  '景颇 Jingpo,柯尔克孜 Kirgiz,土 Tu,达斡尔 Daur,仫佬 Mulao,羌 Qiang,布朗 Blang,撒拉 Salar,毛南 Maonan,仡佬 Gelao,锡伯 Xibe,' +
  '阿昌 Achang,普米 Pumi,塔吉克 Tajik,怒 Nu,乌孜别克 Uzbek,俄罗斯 Russ,鄂温克 Ewenki,德昂 Deang,保安 Bonan,裕固 Yugur,京 Gin,' +
  '塔塔尔 Tatar,独龙 Derung,鄂伦春 Oroqen,赫哲 Hezhen,门巴 Monba,珞巴 Lhoba,基诺 Jino';

/** Older or mistyped names that registers still hold. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  壮: ['僮族'],
  傣: ['泰族'],
  毛南: ['毛难族'],
  德昂: ['崩龙族'],
  畲: ['畬族'],
  满: ['满州族'],
  维吾尔: ['维族'],
};

/** 中国各民族名称的罗马字母拼写法和代码: all 56. */
export const ETHNICITY_TABLE: CodeTable = codeTable(
  'GB/T 3304-1991',
  NAMES.split(',').map((line, index) => {
    const [zh = '', en = ''] = line.split(' ');
    const code = String(index + 1).padStart(2, '0');
    return [code, `${zh}族`, en, zh, ...(OTHER_NAMES[zh] ?? [])] as const;
  }),
);
