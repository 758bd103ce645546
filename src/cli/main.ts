import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import type { CommandModule, CommandTools } from './command';
import type { Io } from './io';
import { checkoutFolder } from '../config/checkout';
import { isDebugging } from '../config/debugging';
import { asFailure, exitCodeOf, failureText } from './out/failure';

/**
 * The command line. `wangshu --help` needs names and summaries alone; only the command that is asked for is loaded, so
 * that help comes at once.
 */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => CommandModule;
}

/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is asked for, and at once */
const COMMANDS: readonly Entry[] = [
  {
    name: 'demo',
    summary: 'a made-up district from its departments to GraphiQL, on one command',
    load: () => require('./commands/demo') as CommandModule,
  },
  {
    name: 'serve',
    summary: 'serve the GraphQL API',
    load: () => require('./commands/serve') as CommandModule,
  },
  {
    name: 'worker',
    summary: 'work on the queue: nightly plans and asked-for syncs',
    load: () => require('./commands/worker') as CommandModule,
  },
  {
    name: 'migrate',
    summary: "bring the database's schema up to date",
    load: () => require('./commands/migrate') as CommandModule,
  },
  {
    name: 'connectors',
    summary: 'list, check, draft, test and describe connectors',
    load: () => require('./commands/connectors') as CommandModule,
  },
  {
    name: 'sync',
    summary: 'read sources now and bring the graph up to date',
    load: () => require('./commands/sync') as CommandModule,
  },
  {
    name: 'cancel',
    summary: 'stop the plan under way, or one source of it',
    load: () => require('./commands/cancel') as CommandModule,
  },
  {
    name: 'status',
    summary: 'how fresh each source is, what waits, when the next night is',
    load: () => require('./commands/status') as CommandModule,
  },
  {
    name: 'quarantine',
    summary: 'rows that could not be understood',
    load: () => require('./commands/quarantine') as CommandModule,
  },
  {
    name: 'removals',
    summary: 'rows that snapshots no longer have, too many to be believed',
    load: () => require('./commands/removals') as CommandModule,
  },
  {
    name: 'token',
    summary: 'make a token for a caller of the API',
    load: () => require('./commands/token') as CommandModule,
  },
];
/* eslint-enable @typescript-eslint/no-require-imports */

async function versionOf(): Promise<string> {
  const about = await readFile(`${checkoutFolder()}/package.json`, 'utf8');
  return (JSON.parse(about) as { version: string }).version;
}

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

async function programFor(argv: readonly string[], tools: CommandTools): Promise<Command> {
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
  if (argv.includes('--version') || argv.includes('-V')) program.version(await versionOf());
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
    const program = await programFor(argv, toolsFor(io, outcome));
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
    const failure = asFailure(error);
    io.err(`${failureText(failure, json, isDebugging(io.env))}\n`);
    return exitCodeOf(failure);
  }
}
