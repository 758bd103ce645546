import { z } from 'zod';
import { secret } from '../secret';

/** Names under which taps want what nobody may read in a file. */
const SECRET_NAME = /passw(or)?d|passphrase|secret|token|api_?key|private_?key|credential/i;

/** A Singer tap: a program that writes SCHEMA, RECORD and STATE messages (Singer specification 0.3.0). */
export const singerSettings = z
  .strictObject({
    kind: z.literal('singer').describe('A Singer tap, run as a child process'),
    command: z
      .array(z.string().min(1))
      .min(1)
      .describe(
        'The tap and its arguments, best by its whole path; --config, --catalog and --state are added. It stands in the list of processes: no secrets here',
      ),
    config: z
      .record(z.string(), z.json())
      .default({})
      .describe(
        "The tap's own configuration (see its README), handed over in a file that only the hub can read",
      ),
    secrets: z
      .record(z.string(), secret)
      .default({})
      .describe(
        "Keys of the tap's configuration that nobody may read here, from the environment: {password: ${DATABASE_PASSWORD}}",
      ),
    environment: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable'), secret)
      .default({})
      .describe(
        'Variables of the tap, from the environment of the hub. It has PATH, HOME, language and time zone beside these, and nothing else',
      ),
    catalog: z
      .enum(['--catalog', '--properties', 'none'])
      .default('--catalog')
      .describe(
        'How the tap takes its catalogue (older taps: --properties); none: it has no --discover, and sends all it has',
      ),
    longestLine: z
      .int()
      .min(1_024)
      .max(256 * 1024 * 1024)
      .default(16 * 1024 * 1024)
      .describe('Bytes of the longest message; the row of a longer one goes to quarantine'),
    timeoutMs: z
      .int()
      .min(100)
      .default(600_000)
      .describe('How long the tap may say nothing before it is ended'),
  })
  .refine(({ config }) => Object.keys(config).every((name) => !SECRET_NAME.test(name)), {
    path: ['config'],
    message: 'passwords, keys and tokens under secrets, not under config',
  });

export type SingerSettings = z.infer<typeof singerSettings>;
