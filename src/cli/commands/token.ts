import { randomUUID } from 'node:crypto';
import { signToken, type Principal } from '../../access/token';
import { tokenSecretOf } from '../../config/secrets';
import type { HubSettings } from '../../config/hub';
import { WangshuError } from '../../domain/errors';
import { examples, type CommandModule } from '../command';
import { settingsOf } from '../hub';
import { line, type Io } from '../io';
import { durationSeconds, several } from '../options';
import { durationWord } from '../out/words';

interface Options {
  readonly role: string;
  readonly name?: string;
  readonly id?: string;
  readonly purpose?: string[];
  readonly area?: string[];
  readonly department?: string;
  readonly valid?: number;
  readonly json?: true;
}

/** A working day. */
const USUAL_SECONDS = 8 * 3_600;

function known(hub: HubSettings, { role, purpose, area = [] }: Options): { purposes: string[] } {
  const faults: string[] = [];
  const found = hub.roles[role];
  if (found === undefined)
    faults.push(
      `one of the roles ${Object.keys(hub.roles).join(', ')} is required for --role, "${role}" is given`,
    );
  // Of an unknown role nobody knows the purposes; what no role has is told all the same.
  const purposes = found?.purposes ?? Object.keys(hub.purposes);
  const whose = found === undefined ? 'the purposes' : "the role's purposes";
  for (const each of purpose ?? [])
    if (!purposes.includes(each))
      faults.push(
        `one of ${whose} (${purposes.join(', ')}) is required for --purpose, "${each}" is given`,
      );
  for (const each of area)
    if (!/^\d{6,20}$/.test(each))
      faults.push(
        `a division or grid code of 6 to 20 digits is required for --area, "${each}" is given`,
      );
  if (faults.length > 0) throw new WangshuError('BAD_USER_INPUT', faults.join('; '));
  return { purposes: purpose ?? found?.purposes ?? [] };
}

async function run(io: Io, options: Options): Promise<void> {
  const { config } = settingsOf(io, 'warn');
  const { purposes } = known(config.hub, options);
  const { role, name, id, area, department, valid = USUAL_SECONDS, json } = options;
  const principal: Principal = {
    id: id ?? randomUUID(),
    name: name ?? role,
    role,
    department: department ?? null,
    areas: area ?? 'ALL',
    purposes,
  };
  const token = await signToken(tokenSecretOf(config), principal, { validFor: valid });
  const until = new Date(Date.now() + valid * 1000);
  if (json === true) return line(io.out, JSON.stringify({ token, principal, validUntil: until }));
  line(
    io.err,
    `${role}, ${area === undefined ? 'the whole district' : area.join(', ')}, ${purposes.join(', ')}; good for ${durationWord(valid * 1000)}`,
  );
  line(io.out, token);
}

export const configure: CommandModule['configure'] = (command, { io, act }) => {
  command
    .requiredOption('--role <role>', 'a role of hub.yaml')
    .option(
      '--purpose <purpose>',
      'a purpose of the role; may be given several times (default: all of them)',
      several,
    )
    .option(
      '--area <code>',
      'code of an area to work in; may be given several times (default: the whole district)',
      several,
    )
    .option('--department <code>', 'code of the department')
    .option('--name <name>', 'name of the person')
    .option('--id <id>', 'number of the person, for the audit log (default: a new one)')
    .option(
      '--valid <duration>',
      'how long it is good for: 30m, 8h, 7d (default: 8h)',
      durationSeconds(90),
    )
    .option('--json', 'token and principal as JSON')
    .addHelpText(
      'after',
      examples(
        'wangshu token --role analyst',
        'wangshu token --role grid-worker --area 990106001001 --name 网格员甲 --valid 8h',
      ),
    )
    .action(act((options: Options) => run(io, options).then(() => undefined)));
};
