import type { Credentials } from './credentials';

/** A plain sentence shown under the top bar, and the field that mends it. */
export interface Notice {
  zh: string;
  en: string;
  field: keyof Credentials | null;
}

const BY_CODE: readonly (readonly [code: string, notice: Notice])[] = [
  [
    'UNAUTHENTICATED',
    {
      zh: '未能确认身份：访问令牌缺失、有误或已过期。请在上方填入有效的令牌。',
      en: 'Not signed in: the access token is missing, wrong or expired. Paste a valid one above.',
      field: 'token',
    },
  ],
  [
    'PURPOSE_REQUIRED',
    {
      zh: '须先说明用途：请在上方选择令牌所许可的用途。',
      en: 'A purpose is required: choose one that your token allows.',
      field: 'purpose',
    },
  ],
  [
    'CASE_REQUIRED',
    {
      zh: '此查询须有案号：请在上方填写所办案件的编号。',
      en: 'This query needs a case number: fill it in above.',
      field: 'caseNumber',
    },
  ],
  [
    'FORBIDDEN',
    {
      zh: '此令牌在此用途下无权查询所请求的内容。',
      en: 'This token, for this purpose, may not read what was asked for.',
      field: null,
    },
  ],
];

export const UNREACHABLE: Notice = {
  zh: '无法连接网枢服务：请确认服务正在运行，然后重试。',
  en: 'The hub cannot be reached: check that it is running, then try again.',
  field: null,
};

export function notGraphQL(status: number): Notice {
  return {
    zh: `服务的应答不是 GraphQL 结果（HTTP ${String(status)}）：请检查接口地址或中间的网关。`,
    en: `The answer was not a GraphQL result (HTTP ${String(status)}): check the endpoint or the gateway before it.`,
    field: null,
  };
}

export const SETTINGS_UNREADABLE: Notice = {
  zh: '页面设置未能读取，示例查询可能缺失。',
  en: 'The settings of the page could not be read; sample queries may be missing.',
  field: null,
};

/**
 * Chooses the sentence for an answer of the hub.
 *
 * @param status HTTP status of the answer.
 * @param codes `extensions.code` of its errors.
 * @returns null when GraphiQL's own display of the answer says enough.
 */
export function noticeFor(status: number, codes: readonly string[]): Notice | null {
  const all = status === 401 ? ['UNAUTHENTICATED', ...codes] : codes;
  return BY_CODE.find(([code]) => all.includes(code))?.[1] ?? null;
}
