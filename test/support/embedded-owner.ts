import { startEmbeddedServer } from '../../src/db/embedded';

/** A process for tests to kill: starts the server on the folder it is given, says its port on a line, and lives on. */
async function main(dataDir: string): Promise<void> {
  const { port } = await startEmbeddedServer({ dataDir, durable: false });
  process.stdout.write(`${String(port)}\n`);
  process.stdin.resume();
}

void main(process.argv[2] ?? '');
