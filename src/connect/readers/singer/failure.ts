import { WangshuError } from '../../../domain/errors';

/** How a tap ended, and the end of what it said on standard error: only looked at, never passed on. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: number;
  readonly tail: string;
}

export function protocol(message: string): WangshuError {
  return new WangshuError('SOURCE_PROTOCOL', message);
}

/** The program could not be started. */
export function notStarted(program: string, error: NodeJS.ErrnoException): WangshuError {
  const code = error.code ?? 'no code';
  const what =
    code === 'ENOENT'
      ? 'it is not there'
      : code === 'EACCES'
        ? 'it may not be run by this user'
        : 'it does not start';
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    `a tap that can be started is required, ${program} is given and ${what} (${code}); install it (python3 -m venv, pip install) and name it in reader.command by its whole path`,
  );
}

export function silent(program: string, ms: number): WangshuError {
  return new WangshuError(
    'SOURCE_UNREACHABLE',
    `a message of the tap within ${String(ms / 1000)} s is required, ${program} said nothing and was ended; look whether its source answers, or raise reader.timeoutMs`,
  );
}

const UNREACHABLE =
  /connection (was )?(refused|reset|timed? ?out|aborted|closed)|could not (connect|translate host)|can'?t connect|connect(ion)?( attempt)? (failed|error)|timed? ?out|name or service not known|name resolution|no route to host|network is unreachable|server closed|max retries|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ECONNRESET|lost connection|\b50[234]\b/i;
const REFUSED =
  /access denied|authentication failed|unauthori[sz]ed|forbidden|permission denied|not authori[sz]ed|invalid (credentials|token|password|api.?key|grant|client)|login failed|no pg_hba|bad credentials|\b40[13]\b/i;
const CONFIG =
  /(missing|required)[^\n]{0,40}(key|property|config|setting)|config(uration)? (validation|is not valid|is missing|needs)|is a required property|ConfigValidationError/i;
/** The class of a Python exception or of a JavaScript error, at the beginning of a line: a name of a program, never a value. */
const CLASS =
  /^(?:[a-z_][\w]*\.)*([A-Z][A-Za-z]{2,40}(?:Error|Exception|Timeout|Refused|Denied|Fault))(?=:|\s|$)/gm;

/** What a tap's end with an error means. Standard error may quote rows and addresses: its words choose the code and stay here. */
export function failed(program: string, { code, signal, lines, tail }: Ending): WangshuError {
  const how = signal === null ? `exit code ${String(code)}` : `signal ${signal}`;
  const classes = [...tail.matchAll(CLASS)].map(([, name]) => name);
  const kind = classes.at(-1);
  const said = `${how}${kind === undefined ? '' : `, ${kind}`}, ${String(lines)} lines on standard error`;
  const look = 'run it by hand to see what it says';
  if (REFUSED.test(tail))
    return new WangshuError(
      'SOURCE_REFUSED',
      `a caller that may read is required, the source of ${program} refuses this one (${said}); check reader.secrets and the account's rights, or ${look}`,
    );
  if (UNREACHABLE.test(tail))
    return new WangshuError(
      'SOURCE_UNREACHABLE',
      `a source that answers is required, that of ${program} does not (${said}); check the address in reader.config and that the source runs, or ${look}`,
    );
  if (CONFIG.test(tail))
    return new WangshuError(
      'SOURCE_REFUSED',
      `a configuration that ${program} accepts is required, it refuses this one (${said}); check reader.config and reader.secrets against its README, or ${look}`,
    );
  return protocol(
    `a tap that ends without an error is required, ${program} ended with one (${said}); ${look}. Nothing is lost: the next run goes on behind the last page`,
  );
}
