import { Command, CommanderError } from 'commander';
import type { CommandModule, CommandTools } from './command';
import type { Io } from './io';

/**
 * The command line. `wangshu --help` needs names and summaries alone; only the command that is asked for is loaded, so
 * that help comes at once.
 */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => CommandModule;
}

/* eslint-disable @typescript-eslint/no-require-imports */
const COMMANDS: readonly Entry[] = [
  {
    name: 'demo',
    summary: 'a made-up district from its departments to GraphiQL, on one command',
    load: () => require('./commands/demo') as typeof import('./commands/demo'),
  },
  {
    name: 'serve',
    summary: 'serve the GraphQL API',
    load: () => require('./commands/serve') as typeof import('./commands/serve'),
  },
  {
    name: 'worker',
    summary: 'work on the queue: nightly plans and asked-for syncs',
    load: () => require('./commands/worker') as typeof import('./commands/worker'),
  },
  {
    name: 'migrate',
    summary: "bring the database's schema up to date",
    load: () => require('./commands/migrate') as typeof import('./commands/migrate'),
  },
  {
    name: 'connectors',
    summary: 'list, check and describe connectors',
    load: () => require('./commands/connectors') as typeof import('./commands/connectors'),
  },
  {
    name: 'sync',
    summary: 'read sources now and bring the graph up to date',
    load: () => require('./commands/sync') as typeof import('./commands/sync'),
  },
  {
    name: 'status',
    summary: 'how fresh each source is, what waits, when the next night is',
    load: () => require('./commands/status') as typeof import('./commands/status'),
  },
  {
    name: 'quarantine',
    summary: 'rows that could not be understood',
    load: () => require('./commands/quarantine') as typeof import('./commands/quarantine'),
  },
  {
    name: 'token',
    summary: 'make a token for a caller of the API',
    load: () => require('./commands/token') as typeof import('./commands/token'),
  },
];

function versionOf(): string {
  const { checkoutFolder } = require('../config/checkout') as typeof import('../config/checkout');
  const about = require(`${checkoutFolder()}/package.json`) as { version: string };
  return about.version;
}
/* eslint-enable @typescript-eslint/no-require-imports */

interface Outcome {
  code: number;
}

function toolsFor(io: Io, outcome: Outcome): CommandTools {
  return {
    io,
    act:
      (run) =>
      async (...args) => {
        outcome.code = (await run(...args)) ?? 0;
      },
  };
}

function programFor(argv: readonly string[], tools: CommandTools): Command {
  const { out, err } = tools.io;
  const quiet = argv.includes('--json');
  const output = {
    writeOut: out,
    writeErr: (text: string) => {
      if (!quiet) err(text);
    },
  };
  const program = new Command('wangshu')
    .description('Wangshu (网枢): one graph of a district, from the systems of its departments')
    .exitOverride()
    .configureOutput(output)
    .showHelpAfterError('(wangshu --help shows what there is)')
    .helpCommand(false);
  if (argv.includes('--version') || argv.includes('-V')) program.version(versionOf());
  else program.option('-V, --version', 'the version of the hub');
  const asked = argv.find((word) => !word.startsWith('-'));
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).description(summary).copyInheritedSettings(program);
    command.showHelpAfterError(`(wangshu ${name} --help shows how)`);
    if (name === asked) load().configure(command, tools);
  }
  return program;
}

/** Runs one command line (without node and file) and resolves to its exit code. Never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const outcome: Outcome = { code: 0 };
  const json = argv.includes('--json');
  try {
    const program = programFor(argv, toolsFor(io, outcome));
    if (argv.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const message = error.message.replace(/^error: /, '');
      if (json) io.err(`${JSON.stringify({ error: { code: 'BAD_USER_INPUT', message } })}\n`);
      return 2;
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { asFailure, exitCodeOf, failureText } =
      require('./out/failure') as typeof import('./out/failure');
    const failure = asFailure(error);
    const debug = ['debug', 'trace'].includes((io.env ?? process.env)['LOG_LEVEL'] ?? '');
    io.err(`${failureText(failure, json, debug)}\n`);
    return exitCodeOf(failure);
  }
}
