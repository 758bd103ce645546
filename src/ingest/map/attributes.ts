import { keyedId } from '../../domain/ids';
import { STAGES, type Noun } from '../../domain/nouns';
import { ATTRIBUTES } from '../../connect/attributes';
import { attribute, textAttribute, type MentionContext } from './context';
import { areaId } from './place';
import { instantOf } from './time';

type Attrs = Record<string, unknown>;

/** Attributes as the YAML names them, areas as ids. Absent values are left out, to keep rows small. */
function plain(context: MentionContext, noun: Noun): Attrs {
  const attrs: Attrs = {};
  for (const name of Object.keys(ATTRIBUTES[noun])) {
    const value = attribute(context, name);
    if (value === null || typeof value === 'object') continue;
    attrs[name] = name === 'area' ? areaId(context.idKey, String(value)) : value;
  }
  return attrs;
}

/**
 * A valid identity number says birth date and sex under its check digit, and is believed before the columns beside it
 * (sources swap sex codes 1 and 2). GB 11643: digits 7–14 and 17.
 */
function residentAttributes(context: MentionContext): Attrs {
  const attrs = plain(context, 'Resident');
  const number = textAttribute(context, 'identityNumber');
  if (number !== null) {
    attrs['birthDate'] = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    attrs['sex'] = Number(number[16]) % 2 === 1 ? 'MALE' : 'FEMALE';
  }
  const birthDate = attrs['birthDate'];
  if (typeof birthDate === 'string') attrs['birthDate'] = birthDate.slice(0, 10);
  const household = textAttribute(context, 'household');
  if (household !== null)
    attrs['household'] = keyedId(context.idKey, 'household', context.stream.connector, household);
  return attrs;
}

function eventAttributes(context: MentionContext): Attrs {
  const attrs = plain(context, 'Event');
  const { spec, values, timeZone } = context;
  for (const name of ['occurredAt', 'reportedAt']) {
    const value = attrs[name];
    if (typeof value === 'string') attrs[name] = instantOf(value, timeZone);
  }
  const steps = STAGES.flatMap((stage) => {
    const item = spec.stages?.[stage];
    const at = item === undefined ? null : values[item];
    return typeof at === 'string' ? [{ stage, at: instantOf(at, timeZone) }] : [];
  });
  if (steps.length > 0) attrs['steps'] = steps;
  return attrs;
}

export function attributesOf(context: MentionContext, noun: Exclude<Noun, 'Place'>): Attrs {
  switch (noun) {
    case 'Resident':
      return residentAttributes(context);
    case 'Event':
      return eventAttributes(context);
    case 'Thing':
    case 'Organization':
      return plain(context, noun);
  }
}
