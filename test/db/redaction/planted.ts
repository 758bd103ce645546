import type { TestFolder } from '../../support/hub';

/** What must be found nowhere: a secret of the hub, and what a resident is known by. */
export const SECRET = 'Zq7-planted-S3cret';
export const NAME = '欧阳春晓';
export const ID = '990101199001019996';
export const PHONE = '13900006789';
export const PERSON = `${NAME},${ID},${PHONE}`;
/** An identity number and a telephone number that are none: rows with them are set aside. */
export const BAD_ID = `${ID.slice(0, 17)}X`;
export const BAD_PHONE = `tel${PHONE}`;

/** Base64 of a text wherever it stands in a longer one: it may begin in any third of three bytes, and what its ends share is left out. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return whole.slice(before === 0 ? 0 : 4);
  });
}

/** The planted things as they might be written: plain, in an address, in base64, escaped. */
export function planted(): readonly { readonly what: string; readonly pattern: string }[] {
  return [
    ...[SECRET, NAME, ID, PHONE].map((what) => ({ what, pattern: what })),
    ...[SECRET, NAME].map((what) => ({ what, pattern: encodeURIComponent(what) })),
    ...[SECRET, NAME, ID, PHONE].flatMap((what) =>
      inBase64(what).map((pattern) => ({ what, pattern })),
    ),
    { what: NAME, pattern: [...NAME].map((c) => `\\u${c.charCodeAt(0).toString(16)}`).join('') },
  ];
}

/** Planted things that stand in a text, each once. */
export function plantedIn(text: string): string[] {
  const found = planted().filter(({ pattern }) => text.includes(pattern));
  return [...new Set(found.map(({ what }) => what))];
}

const items = `
      bh: { kind: ORDINARY }
      xm: { kind: QUASI_IDENTIFIER, mask: surname }
      sfzh: { type: identityNumber, kind: DIRECT_IDENTIFIER, mask: last4 }
      lxdh: { type: phone, kind: DIRECT_IDENTIFIER, mask: last4 }`;

export interface Planted {
  /** Settings of its reader, as YAML on one line. */
  readonly reader: string;
  readonly from: string;
  /** Further lines of its stream. */
  readonly more?: string;
}

/** Writes a connector of a department of its own, whose rows are people. */
export function connector(
  folder: TestFolder,
  id: string,
  { reader, from, more = '' }: Planted,
): void {
  const record = id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  folder.write(
    `connectors/${id}/connector.yaml`,
    `id: ${id}
department: { code: ${id}, zh: 部门, en: ${id} }
title: { zh: 登记, en: ${id} }
sharing: { class: UNCONDITIONAL, basis: [测试], retention: P1Y }
reader: ${reader}
streams:
  person:
    from: ${from}
    key: [bh]
    record: ${record}Record${more}
    items:${items}
    mentions:
      person: { as: Resident, identityNumber: sfzh, name: xm }
`,
  );
}
