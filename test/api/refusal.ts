import type { Answer, TestApi } from './support';

/** A query that always has an answer. */
export const FINE = '{ me { principal } }';

/** What no answer to a caller may hold: statements, files, frames of a stack. */
export const INNER = /\bSELECT\b|\bFROM\b|node_modules|\.ts:\d|\.js:\d|\/src\/|\bat \w+ \(/;

/** Refused with a stable code and a sentence, without a statement, and with the hub alive after it. */
export async function expectRefusal(
  hub: TestApi,
  answer: Answer,
  status: number,
  code: string,
): Promise<void> {
  expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
  for (const { message, extensions } of answer.errors) {
    expect(message.length).toBeGreaterThan(10);
    expect(Object.keys(extensions)).toEqual(['code']);
  }
  expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
  expect(answer.text).not.toMatch(INNER);
  expect(hub.statements()).toEqual([]);
  expect((await hub.ask('analyst', FINE)).status).toBe(200);
}
