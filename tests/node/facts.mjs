// The provider facts that the engine has built in, made from the packages of the lock file.
// Invariant: what is committed is what this makes; `--check`, which the golden tests run, fails where it is not.
//
//   node tests/node/facts.mjs                   writes engine/src/model/facts/*.txt
//   node tests/node/facts.mjs --check [FOLDER]  says what is not current there, exit 1

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { flags } from './cases.mjs';
import { readProvider, reached } from './facts/provider.mjs';
import { Replacement } from './facts/replacement.mjs';
import { Table } from './facts/table.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TABLES = path.join(HERE, '../../engine/src/model/facts');
const PROVIDERS = { 6: 'aws6', 7: '@pulumi/aws' };
const SPECIFICATION = '@aws-cdk/aws-service-spec';

const folder = name => path.join(HERE, 'node_modules', name);
const version = name => JSON.parse(fs.readFileSync(path.join(folder(name), 'package.json'), 'utf8')).version;

/** The files, by name. */
function make() {
  const majors = new Map();
  const replacement = new Replacement();
  for (const [major, name] of Object.entries(PROVIDERS)) {
    const provider = reached(readProvider(folder(name)));
    replacement.judge(provider);
    majors.set(major, provider);
  }
  replacement.finish();
  const table = new Table(majors);
  const versions = Object.values(PROVIDERS).map(version).join(' and ');
  const from = `# of @pulumi/aws ${versions}, replacement of ${SPECIFICATION} ${version(SPECIFICATION)}; made by tests/node/facts.mjs`;
  const types = table.types();
  return { 'types.txt': [from, ...types], 'deprecations.txt': [from, ...table.deprecations()] };
}

/** How two texts differ, in a few lines. */
function drift(file, made, there) {
  const [a, b] = [new Set(made), new Set(there)];
  const lines = [...made.filter(it => !b.has(it)).map(it => `+ ${it}`), ...there.filter(it => !a.has(it)).map(it => `- ${it}`)];
  return [`${file}: ${lines.length} lines differ from what the packages say (+ made, - there)`, ...lines.slice(0, 10).map(it => it.slice(0, 300))];
}

function main() {
  const args = flags(process.argv.slice(2), []);
  const there = args.rest[0] ?? TABLES;
  const files = Object.entries(make());
  if (!args.check) {
    for (const [file, lines] of files) fs.writeFileSync(path.join(there, file), `${lines.join('\n')}\n`);
    return;
  }
  for (const [file, lines] of files) {
    const text = fs.readFileSync(path.join(there, file), 'utf8');
    if (text === `${lines.join('\n')}\n`) continue;
    console.log(drift(file, lines, text.split('\n').slice(0, -1)).join('\n'));
    process.exitCode = 1;
  }
  if (process.exitCode) console.log('`node tests/node/facts.mjs` writes them');
}

main();
