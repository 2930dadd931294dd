// Real types: what the TypeScript compiler says of each case against one major of the real `@pulumi/aws`.
// Invariant: `fresh` holds exactly the errors of `out` that `in` did not have, compared by file, code and message.
//
//   node types.mjs --major 7 FOLDER...            for a person; exit 1 on a fresh error, or any error of a lone tree
//   node types.mjs --major 7 --batch < cases.json for the harness; [{name, in: [...], out: [...], fresh: [...]}]
//
// All cases of a major share one compiler program, so that the provider's three thousand declaration files are read and
// bound once: every file is made a module of its own, and a tree that declares globals or brings its own `paths` gets a
// program to itself (over the same parsed files), so no case can see another.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { cases, flags, sources } from './cases.mjs';

const PACKAGES = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules');

// A provider and what is built on it, by major.
const MAPPED = {
  6: { '@pulumi/aws': 'aws6', '@pulumi/awsx': 'awsx2' },
  7: {},
};

// Plain JavaScript has no types to leave out.
const UNTYPED = code => code >= 7005 && code <= 7053;

// "Declared but never used" is no type error but the linter's first rule: it counts where `in` was free of it.
const UNUSED = new Set([6133, 6192, 6196, 6198, 6199, 6205]);

function compilerOptions(major) {
  const paths = { '*': [`${PACKAGES}/*`, `${PACKAGES}/@types/*`] };
  for (const [name, alias] of Object.entries(MAPPED[major])) {
    paths[name] = [`${PACKAGES}/${alias}`];
    paths[`${name}/*`] = [`${PACKAGES}/${alias}/*`];
  }
  return {
    strict: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleDetection: ts.ModuleDetectionKind.Force,
    resolveJsonModule: true,
    experimentalDecorators: true,
    allowJs: true,
    checkJs: true,
    maxNodeModuleJsDepth: 0,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [`${PACKAGES}/@types`],
    pathsBasePath: PACKAGES,
    paths,
  };
}

/** A compiler host that parses each file once, whichever program asks. */
function sharingHost(options) {
  const host = ts.createCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeInfo;
  const read = host.getSourceFile.bind(host);
  const parsed = new Map();
  host.getSourceFile = (file, ...rest) => {
    if (!parsed.has(file)) parsed.set(file, read(file, ...rest));
    return parsed.get(file);
  };
  return host;
}

/** The tree's own `paths` and `baseUrl`, made absolute, if its tsconfig has any. */
function ownPaths(root) {
  const file = path.join(root, 'tsconfig.json');
  if (!fs.existsSync(file)) return undefined;
  const own = ts.parseConfigFileTextToJson(file, fs.readFileSync(file, 'utf8')).config?.compilerOptions ?? {};
  if (!own.paths && !own.baseUrl) return undefined;
  const base = path.resolve(root, own.baseUrl ?? '.');
  const absolute = Object.entries(own.paths ?? {}).map(([key, to]) => [key, to.map(one => path.resolve(base, one))]);
  return { paths: Object.fromEntries(absolute), base: own.baseUrl ? base : undefined };
}

/** Whether the tree could be seen by others in the same program. */
function leaks(root, files) {
  return files.some(
    file => file.endsWith('.d.ts') || /\bdeclare\s+(?:global|module)\b/.test(fs.readFileSync(path.join(root, file), 'utf8')),
  );
}

/** One diagnostic, with nothing in it that depends on where its tree lies or in which order types were made. */
function plain(root, file, diagnostic) {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n').replaceAll(`${root}/`, '');
  const message = text.replace(/'([^']* \| [^']*)'/g, (_, union) => `'${union.split(' | ').sort().join(' | ')}'`);
  const at = diagnostic.file ? ts.getLineAndCharacterOfPosition(diagnostic.file, diagnostic.start) : undefined;
  return { file, line: (at?.line ?? -1) + 1, column: (at?.character ?? -1) + 1, code: diagnostic.code, message };
}

/** All that the compiler says of one tree. */
function judge(program, root, files) {
  return files.flatMap(file => {
    const source = program.getSourceFile(path.join(root, file));
    const said = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return said
      .filter(it => it.category === ts.DiagnosticCategory.Error)
      .filter(it => !(UNTYPED(it.code) && /\.[cm]?jsx?$/.test(file)))
      .map(it => plain(root, file, it));
  });
}

/** Says, by root, what the compiler says of each of `roots`. */
function judgeAll(roots, major) {
  const options = compilerOptions(major);
  const host = sharingHost(options);
  const trees = [...new Set(roots)].map(root => ({ root, files: sources(root), own: ownPaths(root) }));
  const verdicts = new Map();
  const take = (group, opts) => {
    const rootNames = group.flatMap(({ root, files }) => files.map(file => path.join(root, file)));
    const program = ts.createProgram({ rootNames, options: opts, host });
    for (const { root, files } of group) verdicts.set(root, judge(program, root, files));
  };
  const alone = trees.filter(({ root, files, own }) => own || leaks(root, files));
  const together = trees.filter(tree => !alone.includes(tree));
  if (together.length) take(together, options);
  for (const tree of alone) {
    const any = tree.own?.base ? [`${tree.own.base}/*`] : [];
    const paths = { ...options.paths, '*': [...any, ...options.paths['*']], ...tree.own?.paths };
    take([tree], { ...options, paths });
  }
  return verdicts;
}

/** The errors of `after` that `before` has not, each as often as it has it more. */
export function fresh(before, after) {
  const key = it => JSON.stringify([it.file, it.code, it.message]);
  const had = new Map();
  for (const it of before) had.set(key(it), (had.get(key(it)) ?? 0) + 1);
  const untidy = new Set(before.filter(it => UNUSED.has(it.code)).map(it => it.file));
  return after.filter(it => {
    if (UNUSED.has(it.code)) return !untidy.has(it.file);
    const left = had.get(key(it)) ?? 0;
    had.set(key(it), left - 1);
    return left <= 0;
  });
}

async function main() {
  const args = flags(process.argv.slice(2), ['major']);
  if (!(args.major in MAPPED)) throw new Error(`--major takes one of ${Object.keys(MAPPED).join(', ')}`);
  const all = await cases(args);
  const verdicts = judgeAll(all.flatMap(it => [it.in, ...(it.out ? [it.out] : [])]), args.major);
  const errors = found => found.filter(it => !UNUSED.has(it.code));
  const results = all.map(it => {
    const before = verdicts.get(it.in);
    const after = it.out ? verdicts.get(it.out) : before;
    return { name: it.name, in: errors(before), out: errors(after), fresh: fresh(before, after) };
  });
  if (args.batch) return console.log(JSON.stringify(results));
  const show = it => `${it.file}:${it.line}:${it.column} TS${it.code} ${it.message}`;
  for (const [i, it] of results.entries()) {
    console.log(`${it.name} (@pulumi/aws ${args.major}): ${it.in.length} errors in the input, ${it.fresh.length} new in the output`);
    for (const one of it.in) console.log(`  in  ${show(one)}`);
    for (const one of it.fresh) console.log(`  new ${show(one)}`);
    if (it.fresh.length || (!all[i].out && it.in.length)) process.exitCode = 1;
  }
}

await main();
