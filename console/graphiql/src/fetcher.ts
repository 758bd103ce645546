import { noticeFor, notGraphQL, UNREACHABLE, type Notice } from './notices';

/** The parameters of a GraphQL request as GraphiQL hands them over. */
export interface GraphQLRequest {
  query: string;
  operationName?: string | null | undefined;
  variables?: unknown;
}

/** What GraphiQL draws: a GraphQL result, or ours when there was none. */
export interface GraphQLAnswer {
  data?: unknown;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
  extensions?: unknown;
}

interface Observer {
  next(answer: GraphQLAnswer): void;
  error(reason: unknown): void;
  complete(): void;
}

export interface FetcherOptions {
  endpoint: string;
  /** Read at every request, so that a run uses what stands in the top bar at that moment. */
  headers: () => Record<string, string>;
  /** Told after every answer; null means that nothing is wrong. */
  onNotice: (notice: Notice | null) => void;
}

/**
 * Makes GraphiQL's fetcher. It answers with an observable of one value, because GraphiQL's stop button cancels only
 * what can be unsubscribed: here that aborts the HTTP request, and the hub can stop its work.
 */
export function createFetcher(options: FetcherOptions) {
  return (request: GraphQLRequest) => ({
    subscribe(observer: Observer) {
      const abort = new AbortController();
      send(options, request, abort.signal).then(
        ({ answer, notice }) => {
          if (abort.signal.aborted) return;
          options.onNotice(notice);
          observer.next(answer);
          observer.complete();
        },
        (reason: unknown) => {
          if (!abort.signal.aborted) observer.error(reason);
        },
      );
      return { unsubscribe: () => abort.abort() };
    },
  });
}

/** Sends one request. Whatever goes wrong becomes an answer with a plain sentence; only a stop rejects. */
export async function send(
  options: Pick<FetcherOptions, 'endpoint' | 'headers'>,
  request: GraphQLRequest,
  signal: AbortSignal,
): Promise<{ answer: GraphQLAnswer; notice: Notice | null }> {
  let status: number;
  let body: string;
  try {
    const response = await fetch(options.endpoint, {
      method: 'POST',
      headers: {
        ...options.headers(),
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json;q=0.9',
      },
      body: JSON.stringify(request),
      signal,
      // The token is the only credential: no cookie of another service on this host travels with it.
      credentials: 'omit',
    });
    status = response.status;
    body = await response.text();
  } catch (reason) {
    if (signal.aborted) throw reason;
    return failed(UNREACHABLE);
  }
  const answer = parseAnswer(body);
  if (answer === null) return failed(noticeFor(status, []) ?? notGraphQL(status));
  const codes = (answer.errors ?? []).flatMap((error) => error.extensions?.code ?? []);
  return { answer, notice: noticeFor(status, codes) };
}

function failed(notice: Notice): { answer: GraphQLAnswer; notice: Notice } {
  return { answer: { errors: [{ message: `${notice.zh} ${notice.en}` }] }, notice };
}

function parseAnswer(body: string): GraphQLAnswer | null {
  try {
    const value: unknown = JSON.parse(body);
    return isAnswer(value) ? value : null;
  } catch {
    // Not JSON, for example a gateway's HTML page: the caller turns null into a sentence.
    return null;
  }
}

function isAnswer(value: unknown): value is GraphQLAnswer {
  if (typeof value !== 'object' || value === null) return false;
  if ('errors' in value) return Array.isArray(value.errors);
  return 'data' in value;
}
