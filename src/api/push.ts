import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Scope } from '../access/scope';
import { appendAudit } from '../audit/append';
import type { RawValue } from '../connect/reader';
import { isWangshuError, WangshuError } from '../domain/errors';
import { parseJson } from '../domain/json';
import { authenticate, scopeOf, type CallerOptions } from './caller';
import type { PushReceipt } from './operations';

/** Rows come in batches: a body may be larger than a question. */
const BODY_LIMIT = 32 * 1_048_576;
const BATCH_NAME = /^[\w.:-]{1,100}$/;

interface Target {
  readonly connector: string;
  readonly stream: string;
}

/**
 * POST /push/CONNECTOR/STREAM with {"batch": "…", "rows": [{…}]}: a department's system posts its own records. The caller
 * needs the right `push` and must belong to the department whose connector it is; every batch leaves an audit entry, in the
 * order: landed, noted, answered.
 */
export function registerPush(app: FastifyInstance, options: CallerOptions): void {
  void app.register((push, _, done) => {
    // Fastify's own would round a number of 18 digits: two keys would be one.
    push.removeContentTypeParser('application/json');
    push.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      (_request, body, parsed) => {
        try {
          parsed(null, parseJson(String(body)));
        } catch {
          parsed(
            new WangshuError(
              'BAD_USER_INPUT',
              'a body of JSON such as {"batch": "2026-11-23-1", "rows": [{…}]} is required, what was given cannot be read',
            ),
          );
        }
      },
    );
    push.post<{ Params: Target }>('/push/:connector/:stream', {
      bodyLimit: BODY_LIMIT,
      onRequest: async (request, reply) => {
        void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
        await authenticate(request, options);
      },
      handler: (request) => take(request, options),
    });
    done();
  });
}

async function take(
  request: FastifyRequest<{ Params: Target }>,
  options: CallerOptions,
): Promise<PushReceipt> {
  const { caller } = request;
  if (caller === undefined)
    throw new WangshuError('UNAUTHENTICATED', 'a token is required, none is given');
  const { connector, stream } = request.params;
  const { db } = options;
  const note = {
    db,
    action: 'push',
    // What was asked for is named only where it exists: an address is free text.
    operationName: options.catalogue.connectors.some(({ id }) => id === connector)
      ? connector
      : null,
    operationHash: null,
    disclosed: [],
  };
  try {
    const scope = await scopeOf(request, caller, options);
    mayPush(scope, connector, options);
    const receipt = await options.operations.push({ connector, stream, ...bodyOf(request.body) });
    await appendAudit({ ...note, scope, outcome: 'DISCLOSED', errorCode: null });
    return receipt;
  } catch (error) {
    const code = isWangshuError(error) ? error.code : 'INTERNAL';
    const outcome = code === 'FORBIDDEN' || code === 'PURPOSE_REQUIRED' ? 'DENIED' : 'FAILED';
    await appendAudit({ ...note, principal: caller, outcome, errorCode: code });
    throw error;
  }
}

/** A connector of another department looks like one that is not there. */
function mayPush({ rights, department }: Scope, id: string, { catalogue }: CallerOptions): void {
  if (!rights.has('push'))
    throw new WangshuError(
      'FORBIDDEN',
      'the right to push records is required, your role has it not; ask for a token of a role that has',
    );
  const own = catalogue.connectors.filter(
    ({ spec }) => spec.reader.kind === 'push' && spec.department.code === department,
  );
  if (own.some((connector) => connector.id === id)) return;
  throw new WangshuError(
    'FORBIDDEN',
    `a connector of your own department that takes pushed records is required (${own.map((each) => each.id).join(', ') || 'there is none'}), another one is given`,
  );
}

function bodyOf(body: unknown): { batch: string; rows: RawValue[] } {
  const { batch, rows } = (body ?? {}) as { batch?: unknown; rows?: unknown };
  if (typeof batch !== 'string' || !BATCH_NAME.test(batch))
    throw new WangshuError(
      'BAD_USER_INPUT',
      'a batch name of 1 to 100 letters, digits and . _ : - is required in the body, under "batch"; the same name again is the same batch',
    );
  if (!Array.isArray(rows))
    throw new WangshuError(
      'BAD_USER_INPUT',
      'a list of rows is required in the body, under "rows": {"batch": "2026-11-23-1", "rows": [{…}]}',
    );
  return { batch, rows: rows as RawValue[] };
}
