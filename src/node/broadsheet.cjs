#!/usr/bin/env node
// The program `broadsheet`. Any Node can parse this file, so that an old one gets a sentence.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { engines } = require('../../package.json');

const needed = engines.node.replace('>=', '');
const version = process.versions.node;
if (version.localeCompare(needed, 'en', { numeric: true }) < 0) {
  console.error(`Broadsheet needs Node ${needed} or newer, and this is Node ${version}.`);
  process.exit(1);
}

// Compiled code is kept from one start to the next; where the folder cannot be written, it is not.
enableCompileCache?.(join(__dirname, '../../node_modules/.cache/broadsheet'));

// The repository has the source; the package has what was compiled from it.
const source = join(__dirname, 'cli.ts');
const cli = existsSync(source) ? source : join(__dirname, '../../dist/node/cli.js');
import(pathToFileURL(cli)).then(({ main }) => main(process.argv.slice(2)));
