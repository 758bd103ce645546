import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a script of a tap finds: options (the JSON of the files it was given), say(message), sleep(ms). */
const FRAME = `
const fs = require('node:fs');
const argv = process.argv.slice(2);
const options = { discover: argv.includes('--discover') };
for (const name of ['config', 'catalog', 'properties', 'state']) {
  const at = argv.indexOf('--' + name);
  if (at < 0) continue;
  options[name + 'File'] = argv[at + 1];
  options[name + 'Text'] = fs.readFileSync(argv[at + 1], 'utf8');
  options[name] = JSON.parse(options[name + 'Text']);
}
const write = async (text) => {
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
};
const say = (message) => write(JSON.stringify(message) + '\\n');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const note = (name, text) => fs.writeFileSync(require('node:path').join(__dirname, name), text);
(async () => {
`;

export interface ScriptedTap {
  readonly command: [string, ...string[]];
  /** What the script wrote with note(name, text). */
  noted(name: string): string;
  remove(): void;
}

/** A tap that runs a script of the test: JavaScript, with what FRAME offers. */
export function scriptedTap(script: string): ScriptedTap {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wangshu-test-tap-'));
  const file = path.join(folder, 'tap-scripted.cjs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${FRAME}${script}\n})();\n`);
  return {
    command: [process.execPath, file],
    noted: (name) => readFileSync(path.join(folder, name), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Folders of running taps of this process that still lie there. */
export function workspacesLeft(): string[] {
  return readdirSync(os.tmpdir()).filter((name) =>
    name.startsWith(`wangshu-tap-${String(process.pid)}-`),
  );
}
