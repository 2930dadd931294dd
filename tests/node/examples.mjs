// Real programs: the examples in the documentation comments of the provider's type definitions, each as a program in a
// folder of its own. Invariant: an example's name (`module/type/n`) and text follow from the installed package alone; of
// equal texts only the first, by path, is there.
//
//   node examples.mjs --major 7 FOLDER    makes FOLDER hold them, unless it does; prints how many there are

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { flags } from './cases.mjs';

const HERE = fileURLToPath(import.meta.url);
const PACKAGES = path.join(path.dirname(HERE), 'node_modules');
const PACKAGE = { 6: 'aws6', 7: '@pulumi/aws' };

/** The declaration files below `root`, relative with `/`, sorted. */
function declarations(root) {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.d.ts'))
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(file => !file.split('/').includes('node_modules'))
    .sort();
}

/** The text of every TypeScript fence in the comments of a declaration file. */
function fences(text) {
  const found = [];
  let lines;
  for (const line of text.split(/\r?\n/)) {
    const comment = /^\s*\*(?!\/) ?(.*)$/.exec(line)?.[1];
    if (comment === undefined) lines = undefined;
    else if (!lines) lines = /^\s*```typescript\s*$/.test(comment) ? [] : undefined;
    else if (!/^\s*```\s*$/.test(comment)) lines.push(comment);
    else {
      found.push(`${lines.join('\n').replaceAll('*&#47;', '*/').trim()}\n`);
      lines = undefined;
    }
  }
  return found;
}

/** Every example of a package by name, and how many more repeat one of them. */
function examples(root) {
  const [byName, seen] = [new Map(), new Set()];
  let repeated = 0;
  for (const file of declarations(root)) {
    const of = file.slice(0, -'.d.ts'.length);
    for (const [at, text] of fences(fs.readFileSync(path.join(root, file), 'utf8')).entries()) {
      if (seen.has(text)) repeated++;
      else byName.set(`${of}/${at + 1}`, text);
      seen.add(text);
    }
  }
  return { byName, repeated };
}

function write(folder, { byName }, major) {
  fs.rmSync(folder, { recursive: true, force: true });
  const manifest = { name: 'example', dependencies: { '@pulumi/aws': `^${major}`, '@pulumi/pulumi': '^3' } };
  const beside = {
    'Pulumi.yaml': 'name: example\nruntime: nodejs\n',
    'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
  };
  for (const [name, text] of byName) {
    const program = path.join(folder, name);
    fs.mkdirSync(program, { recursive: true });
    for (const [file, content] of Object.entries({ ...beside, 'index.ts': text })) {
      fs.writeFileSync(path.join(program, file), content);
    }
  }
}

function main() {
  const { major, rest } = flags(process.argv.slice(2), ['major']);
  if (!(major in PACKAGE) || rest.length !== 1) throw new Error('usage: node examples.mjs --major 6|7 FOLDER');
  const [root, folder] = [path.join(PACKAGES, PACKAGE[major]), path.resolve(rest[0])];
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const script = createHash('sha256').update(fs.readFileSync(HERE)).digest('hex');
  const stamp = path.join(folder, 'examples.json');
  const stands = fs.existsSync(stamp) ? JSON.parse(fs.readFileSync(stamp, 'utf8')) : {};
  if (stands.version !== version || stands.script !== script) {
    const found = examples(root);
    write(folder, found, major);
    // Last, so that a folder that was left half-written is none.
    const summary = { version, script, examples: found.byName.size, repeated: found.repeated };
    fs.writeFileSync(stamp, `${JSON.stringify(summary)}\n`);
  }
  console.log(fs.readFileSync(stamp, 'utf8').trim());
}

main();
