#!/usr/bin/env node
'use strict';

/* The command line: the TypeScript of a checkout as it is, or the JavaScript of a build. */
const { existsSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const source = path.join(root, 'src', 'cli', 'start.ts');
const built = path.join(root, 'dist', 'src', 'cli', 'start.js');

if (existsSync(source)) {
  require('tsx/cjs');
  require(source).start();
} else {
  require(built).start();
}
