import type { ItemKind } from '../../domain/nouns';
import type { MaskName } from '../../domain/masks';
import { REFUSED_ITEM_LABEL } from '../attributes';
import type { DiscoveredField } from '../reader';
import { RULES, type Rule } from './rules';

/** A proposal for one field of a source. */
export interface GuessedItem {
  readonly name: string;
  /** Field of the source. */
  readonly field: string;
  /** Normaliser; `string` is what the hub takes where nothing is said. */
  readonly type: string;
  /** null: a rating of a person, which is refused whatever is decided. */
  readonly kind: ItemKind | null;
  readonly mask: MaskName | null;
  readonly keep: boolean;
  readonly zh: string;
  readonly en: string;
  /** What the source says of it. */
  readonly native: string | null;
  /** What a person has to find out. */
  readonly asks: readonly string[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const HAN = /\p{Script=Han}/u;
/** A label is a few words; remarks may go on with code tables. */
const LABEL = 24;

/** Guesses what a field holds by its name, its remark and its type. Values are never looked at. */
export function guessItem(field: DiscoveredField): GuessedItem {
  const remark = field.comment?.trim() ?? '';
  const rule = ruleFor(field, remark);
  const [type, ...asks] = typeOf(field, rule, remark);
  const { zh, en } = labelsOf(field, rule, remark);
  const refused = rule?.refused === true || REFUSED_ITEM_LABEL.test(`${field.name} ${zh} ${en}`);
  return {
    name: NAME.test(field.name)
      ? field.name
      : (rule?.name ?? labelFor(field.name)?.name ?? asName(field.name)),
    field: field.name,
    type: type ?? 'string',
    kind: refused ? null : (rule?.kind ?? 'ORDINARY'),
    mask: refused ? null : (rule?.mask ?? null),
    keep: rule?.keep === true,
    zh,
    en,
    native: field.nativeType,
    asks: rule?.ask === undefined ? asks : [...asks, rule.ask],
  };
}

function ruleFor({ name, type }: DiscoveredField, remark: string): Rule | null {
  const plain = name.toLowerCase().replace(/[^\p{L}\d]/gu, '');
  const last =
    /[^.]*$/
      .exec(name)?.[0]
      .toLowerCase()
      .replace(/[^\p{L}\d]/gu, '') ?? plain;
  const sort =
    type === 'number' ? 'number' : type === 'date' || type === 'dateTime' ? 'time' : 'string';
  const fits = ({ only }: Rule): boolean => only === undefined || only.includes(sort);
  // A remark is surer than a name of three letters.
  const said = HAN.test(remark) ? remark : HAN.test(name) ? name : '';
  const byRemark = RULES.find((rule) => fits(rule) && rule.remark.test(said));
  return (
    byRemark ??
    RULES.find((rule) => fits(rule) && (rule.field.test(plain) || rule.field.test(last))) ??
    null
  );
}

/** Labels of fields that say nothing of persons: pinyin initials as departments' tables have them. */
const LABELS: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(gxsj|xgsj|bgsj|update[ds]?(at|time)|modified(at|time)?|lastmodified)$/,
    '更新时间',
    'Updated at',
  ],
  [/^(cjsj|create[ds]?(at|time))$/, '创建时间', 'Created at'],
  [/^(djsj|djrq)$/, '登记时间', 'Registered at'],
  [/^(fssj|afsj|occurredat)$/, '发生时间', 'Occurred at'],
  [/^(slsj|acceptedat)$/, '受理时间', 'Accepted at'],
  [/^(bjsj|closedat)$/, '办结时间', 'Closed at'],
  [/^(scbz|sfsc|isdeleted|deleted)$/, '删除标志', 'Deletion mark'],
  [/^(zt|ztdm|status|state)$/, '状态', 'Status'],
  [/^rybh$/, '人员编号', 'Person number'],
  [/^(gdbh|gdh|ticketno)$/, '工单编号', 'Ticket number'],
  [/^lsh$/, '流水号', 'Serial number'],
];

const INTEGER = /int|serial|^year/i;
const TIME_WORD = /时间|(sj|time|at|timestamp)$/i;
const DAY_WORD = /日期|(rq|date|day)$/i;

/** Normaliser, and what is to be asked about it. */
function typeOf(
  { type, name, nativeType }: DiscoveredField,
  rule: Rule | null,
  remark: string,
): string[] {
  if (rule !== null) return [rule.type ?? 'string'];
  if (type === 'dateTime') return ['dateTime'];
  if (type === 'date') return ['date'];
  if (type === 'number') return [INTEGER.test(nativeType ?? '') ? 'integer' : 'decimal'];
  const day = DAY_WORD.test(name) || /日期/.test(remark);
  if (type === 'string' && (day || TIME_WORD.test(name) || /时间/.test(remark))) {
    const ask =
      name.toLowerCase() === 'sj' && remark === ''
        ? 'sj:时间还是手机?手机写 type: phone。Time or phone? A phone is type: phone.'
        : '来源以文字记录时间:格式与时区要向部门问清。Time kept as text: ask the department for its form and zone.';
    return [day ? 'date' : 'dateTime', ask];
  }
  return ['string'];
}

function labelsOf(
  { name }: DiscoveredField,
  rule: Rule | null,
  remark: string,
): { zh: string; en: string } {
  const cut = (/^[^,,;;::。((\n]*/.exec(remark)?.[0] ?? '').trim().slice(0, LABEL);
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
  const plain = words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
  const known = labelFor(name);
  const han = HAN.test(cut) ? cut : HAN.test(name) ? name : null;
  return {
    zh: han ?? rule?.zh ?? known?.zh ?? name,
    en: rule?.en ?? (cut !== '' && !HAN.test(cut) ? cut : (known?.en ?? plain)),
  };
}

function labelFor(field: string): { name: string; zh: string; en: string } | null {
  const bare = field.toLowerCase().replace(/[^a-z0-9]/g, '');
  const found = LABELS.find(([pattern, zh]) => field.includes(zh) || pattern.test(bare));
  if (found === undefined) return null;
  const [, zh, en] = found;
  return { name: en.toLowerCase().replace(/ /g, '_'), zh, en };
}

const asName = (field: string): string => {
  const plain = field.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return plain === '' || HAN.test(field) ? 'item' : /^\d/.test(plain) ? `_${plain}` : plain;
};
