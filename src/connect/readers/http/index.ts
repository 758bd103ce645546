import type { DiscoveredStream, Page, RawValue, Reader, ReadRequest } from '../../reader';
import { valueAt } from '../value-at';
import { bodyOf } from './body';
import { Client, type ClientAnswer } from './client';
import { protocol } from './failure';
import { mustLeadOn, rowsToTry, type FirstPage } from './first-page';
import { inferStream } from './infer';
import { nextLink } from './link';
import { storedLink, toldTo } from './link-address';
import { parametersOf } from './parameters';
import type { Way } from './paging';
import { START, type Position } from './position';
import { readPages } from './read-pages';
import { rowsOf } from './row-list';
import { columnsOf } from './rows';
import type { HttpSettings } from './settings';
import { totalAt } from './total';

/** What a source says of a cursor it gave out and knows no more, or of a page behind the end of a list that has shrunk. */
const FORGOTTEN = [400, 404, 410, 422];

interface Asked {
  readonly answer: ClientAnswer;
  readonly body: RawValue;
  readonly list: readonly RawValue[];
}

/** JSON or XML over HTTP, page by page. */
export class HttpReader implements Reader {
  readonly #client: Client;

  constructor(private readonly settings: HttpSettings) {
    this.#client = new Client(settings.baseUrl, settings);
  }

  async check(signal: AbortSignal): Promise<void> {
    await this.#client.reach(signal);
  }

  /** One page of each of `paths`: without a description of its own, a source shows what it has by its rows alone. */
  async discover(signal: AbortSignal): Promise<readonly DiscoveredStream[]> {
    const streams: DiscoveredStream[] = [];
    for (const from of this.settings.paths) {
      const asked = await this.#ask(START, from, this.settings.pageSize, signal);
      if (asked === null) continue;
      streams.push(inferStream(from, asked.list, totalOf(asked.body, this.settings)));
    }
    return streams;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  read(request: ReadRequest): AsyncGenerator<Page> {
    const { stream, signal } = request;
    const { settings } = this;
    return readPages(request, {
      way: wayOf(settings),
      since: settings.since !== undefined,
      until: settings.until !== undefined,
      pageSize: settings.pageSize,
      ask: async (position, size, kept) => {
        const also = kept ? FORGOTTEN : [];
        const asked = await this.#ask(position, stream.from, size, signal, also);
        if (asked === null) return null;
        const { answer, body, list } = asked;
        const next = this.#next(answer, body, stream.from);
        const total = totalOf(body, settings);
        if (position.at === null && next === null && total === null)
          await this.#mustEnd(position, { list, body, size }, stream.from, signal);
        return { list, next, total };
      },
      offers: (list) => ({ columns: columnsOf(list, stream) }),
    });
  }

  /** Throws SOURCE_PROTOCOL where the first page is not the last, though the source says nothing of a next one. */
  async #mustEnd(
    position: Position,
    page: FirstPage,
    from: string,
    signal: AbortSignal,
  ): Promise<void> {
    const size = rowsToTry(page, this.settings);
    const tried = size === null ? null : await this.#ask(position, from, size, signal);
    if (tried === null || size === null) return;
    const next = this.#next(tried.answer, tried.body, from);
    mustLeadOn({ ...tried, size, next }, this.settings, from);
  }

  /** Cursor or address of the next request; null: the answer is the last, or the source is paged by number. */
  #next(answer: ClientAnswer, body: RawValue, from: string): string | null {
    const { paging } = this.settings;
    if (paging.kind === 'cursor') return cursorOf(body, from, paging);
    const target = paging.kind === 'link' ? nextLink(answer.headers.get('link')) : null;
    if (target === null) return null;
    const what = `a next-page link of ${from}`;
    if (!URL.canParse(target, answer.url.href))
      throw protocol(`${what} that is an address is required, something else is given`);
    const url = new URL(target, answer.url);
    url.hash = '';
    // Before the page is kept: a checkpoint must not point where nobody may go, nor hold a secret.
    this.#client.mayCall(url, what);
    return storedLink(url.href, toldTo(this.settings));
  }

  async #ask(
    position: Position,
    from: string,
    size: number,
    signal: AbortSignal,
    also: readonly number[] = [],
  ): Promise<Asked | null> {
    const { settings } = this;
    const { format } = settings;
    const accept = format === 'xml' ? 'application/xml, text/xml;q=0.9' : 'application/json';
    const parameters = parametersOf(position, settings, from, size);
    const answer = await this.#client.ask({ ...parameters, name: from, accept, also }, signal);
    if (also.includes(answer.status)) return null;
    const body = bodyOf(answer, format, from);
    return { answer, body, list: rowsOf(body, from, settings) };
  }
}

function wayOf({ paging }: HttpSettings): Way {
  return paging.kind === 'page' || paging.kind === 'offset' ? paging : { kind: paging.kind };
}

function totalOf(body: RawValue, { paging }: HttpSettings): number | null {
  return paging.kind === 'none' ? null : totalAt(body, paging.total);
}

/** Cursor of the next request; null: the answer is the last. */
function cursorOf(
  body: RawValue,
  from: string,
  { next, more }: Extract<HttpSettings['paging'], { kind: 'cursor' }>,
): string | null {
  const cursor = valueAt(body, next);
  const told = typeof cursor === 'number' || (typeof cursor === 'string' && cursor !== '');
  if (more === undefined) return told ? String(cursor) : null;
  const goes = valueAt(body, more);
  if (goes === null || typeof goes === 'object')
    throw protocol(
      `yes or no is required at ${more} of the answer to ${from}, neither is given; mend paging.more`,
    );
  if (!/^(true|1|y|yes)$/i.test(String(goes))) return null;
  if (told) return String(cursor);
  throw protocol(
    `a cursor is required at ${next} of the answer to ${from}, since it says that there is more; none is given`,
  );
}
