// Real style: a file that Prettier would leave alone before a fix is one that it leaves alone after it.
// Invariant: an output is judged only under configurations that its input is clean under.
//
//   node style.mjs FOLDER...              for a person: the configuration of each file; exit 1 on a file that became untidy
//   node style.mjs --batch < cases.json   for the harness; [{name, clean: [{file, options}], untidy: [...], spoilt: [...]}]
//
// Configurations: `prettier` of the case (all files must be clean under it), else the tree's own .prettierrc,
// package.json or .editorconfig, else the usual ones. Where nothing is declared a short file can be clean under many: it has to
// stay clean under one of the narrowest, or of a width that another file of its tree needs.

import fs from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { cases, flags, sources } from './cases.mjs';

const WIDTHS = [80, 100, 120];

/** The configurations that a file with no declared style may follow at one width, likeliest first. */
function usual(text, printWidth) {
  const count = pattern => (text.match(pattern) ?? []).length;
  const indent = /^(?:\t| {2,})(?=\S)/m.exec(text)?.[0] ?? '  ';
  const sniffed = {
    printWidth,
    singleQuote: count(/'/g) > count(/"/g),
    semi: count(/;\r?$/gm) > 0,
    useTabs: indent === '\t',
    tabWidth: indent === '    ' ? 4 : 2,
    endOfLine: 'auto',
  };
  return ['es5', 'all', 'none'].flatMap(trailingComma =>
    ['avoid', 'always'].map(arrowParens => ({ ...sniffed, trailingComma, arrowParens })),
  );
}

/** The style that the tree itself declares for a file, if it does. Folders above the tree have no say. */
async function declared(root, file) {
  const at = path.join(root, file);
  const own = await prettier.resolveConfigFile(at);
  const config = own?.startsWith(`${root}${path.sep}`) ?? false;
  const editorconfig = fs.existsSync(path.join(root, '.editorconfig'));
  if (!config && !editorconfig) return undefined;
  return prettier.resolveConfig(at, { config: config ? own : undefined, editorconfig, useCache: false });
}

async function isClean(text, file, options) {
  try {
    return await prettier.check(text, { ...options, filepath: file });
  } catch {
    return false; // what Prettier can't parse is nothing that it would leave alone
  }
}

/** The first of `options` that all of `texts` are clean under. */
async function firstClean(file, options, ...texts) {
  for (const one of options) {
    let clean = true;
    for (const text of texts) clean &&= await isClean(text, file, one);
    if (clean) return one;
  }
  return undefined;
}

/** What a file of `in` is clean under: a declared style or none, else the narrowest usual one. */
async function styleOf(it, file, text) {
  const fixed = it.prettier ?? (await declared(it.in, file));
  if (fixed) {
    const options = { endOfLine: 'auto', ...fixed };
    return { fixed: options, clean: await firstClean(file, [options], text) };
  }
  for (const width of WIDTHS) {
    const clean = await firstClean(file, usual(text, width), text);
    if (clean) return { clean };
  }
  return {};
}

/** Every configuration that `after` may be clean under, given that `before` is clean under it too. */
function allowed(style, before, widths) {
  if (style.fixed) return [style.fixed];
  const narrowest = style.clean.printWidth;
  return [narrowest, ...widths.filter(width => width > narrowest)].flatMap(width => usual(before, width));
}

/** Which lines Prettier would change, for a reader. */
async function complaint(file, text, options) {
  const wanted = (await prettier.format(text, { ...options, filepath: file })).split('\n');
  const is = text.split('\n');
  const first = is.findIndex((line, i) => line !== wanted[i]);
  const show = (sign, lines) => lines.slice(first, first + 6).map(line => `${sign}${line}`);
  return [`line ${first + 1}:`, ...show('-', is), ...show('+', wanted)].join('\n');
}

async function judge(it) {
  const result = { name: it.name, clean: [], untidy: [], spoilt: [] };
  const read = (root, file) => fs.readFileSync(path.join(root, file), 'utf8');
  const styles = new Map();
  for (const file of sources(it.in)) styles.set(file, await styleOf(it, file, read(it.in, file)));
  const widths = [...new Set([...styles.values()].flatMap(({ clean }) => clean?.printWidth ?? []))].sort((a, b) => a - b);
  for (const [file, style] of styles) {
    if (style.clean) result.clean.push({ file, options: style.clean });
    else result.untidy.push(file);
    if (!style.clean || !it.out || !fs.existsSync(path.join(it.out, file))) continue;
    const [before, after] = [read(it.in, file), read(it.out, file)];
    if (before === after) continue;
    if (await firstClean(file, allowed(style, before, widths), before, after)) continue;
    result.spoilt.push({ file, options: style.clean, why: await complaint(file, after, style.clean) });
  }
  return result;
}

async function main() {
  const args = flags(process.argv.slice(2), []);
  const results = [];
  // Without an output there is nothing to spoil; only a person asks what such a tree is clean under.
  const all = (await cases(args)).filter(it => it.out || !args.batch);
  for (const it of all) results.push(await judge(it));
  if (args.batch) return console.log(JSON.stringify(results));
  for (const it of results) {
    console.log(`${it.name}: ${it.clean.length} clean, ${it.untidy.length} untidy, ${it.spoilt.length} spoilt`);
    for (const { file, options } of it.clean) console.log(`  clean  ${file} ${JSON.stringify(options)}`);
    for (const file of it.untidy) console.log(`  untidy ${file}`);
    for (const { file, why } of it.spoilt) console.log(`  spoilt ${file} ${why}`);
    if (it.spoilt.length) process.exitCode = 1;
  }
}

await main();
