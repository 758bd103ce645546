import { existsSync } from 'node:fs';
import path from 'node:path';

/** The nearest folder above this file with a package.json: the same for src/config and dist/src/config. */
export function checkoutFolder(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (path.dirname(folder) === folder) return from;
  }
}
