import { folded, shapeOf, stated } from './text';
import { known, nothing, unreadable, type Normaliser } from './types';

/** Dots that typists put where the · of a name belongs. */
const DOTS = /(?<=[\p{L}])\s*[·•・‧∙˙。.]\s*(?=[\p{L}])/gu;
const HAN_BLANKS = /(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;

const UNNAMED = /^(?:匿名|无名(?:氏)?|不愿透露(?:姓名)?|未透露|保密|隐名|群众|热心市民|市民)$/;

/** A name of a person: blanks between Chinese characters dropped, one kind of dot, one blank between Latin words. */
export const personName: Normaliser = {
  name: 'personName',
  whenInvalid: 'keep',
  normalise(raw) {
    const text = stated(folded(raw));
    if (text === null || UNNAMED.test(text)) return nothing();
    const name = text.replace(DOTS, '·').replace(HAN_BLANKS, '').replace(/\s+/g, ' ');
    if (!/\p{L}/u.test(name)) return unreadable('a name with letters in it', shapeOf(name));
    return name.length > 100
      ? unreadable('a name of at most 100 characters', shapeOf(name))
      : known(name);
  },
};

/** A name of an organisation: blanks between Chinese characters dropped, brackets as registers print them. */
export const organizationName: Normaliser = {
  name: 'organizationName',
  whenInvalid: 'keep',
  normalise(raw) {
    const text = stated(folded(raw));
    if (text === null) return nothing();
    let name = text.replace(/\s+/g, ' ');
    if (/\p{Script=Han}/u.test(name))
      name = name
        .replace(/\s*[(〔[【]\s*/g, '（')
        .replace(/\s*[)〕\]】]\s*/g, '）')
        .replace(HAN_BLANKS, '');
    if (!/[\p{L}\p{N}]/u.test(name)) return unreadable('a name with letters in it', shapeOf(name));
    return name.length > 300
      ? unreadable('a name of at most 300 characters', shapeOf(name))
      : known(name);
  },
};
