// What the proofs are run on. Invariant: a case is a name, a tree `in` and, where something changes, a tree `out`;
// both are absolute folders.
//
// The harness sends its cases as one JSON array on standard input (`--batch`). A person names folders: a case (it holds
// `in`), or any tree of sources, which is then looked at alone.

import fs from 'node:fs';
import path from 'node:path';
import { json } from 'node:stream/consumers';

const SOURCE = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;

/** The source files below `root`, relative with `/`, sorted. */
export function sources(root) {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && SOURCE.test(entry.name))
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(file => !file.split('/').includes('node_modules'))
    .sort();
}

/** Splits a command line into `--flag` switches, `--flag value` settings and the rest. */
export function flags(argv, settings) {
  const found = { rest: [] };
  for (let i = 0; i < argv.length; i++) {
    if (!argv[i].startsWith('--')) found.rest.push(argv[i]);
    else if (settings.includes(argv[i].slice(2))) found[argv[i].slice(2)] = argv[++i];
    else found[argv[i].slice(2)] = true;
  }
  return found;
}

/** The cases that the command line means. */
export async function cases(args) {
  // As a stream: a pipe whose writer is busy has nothing to read yet, which a synchronous read takes for a failure.
  if (args.batch) return json(process.stdin);
  return args.rest.map(folder => {
    const root = path.resolve(folder);
    const inside = path.join(root, 'in');
    if (!fs.existsSync(inside)) return { name: folder, in: root };
    const out = path.join(root, 'out');
    return { name: folder, in: inside, ...(fs.existsSync(out) ? { out } : {}) };
  });
}
