// A program as the Pulumi language host would load it. Invariant: every run loads the program's own files anew, and the
// packages once for all; nothing is written, and a file is compiled without its types being checked.

import fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const HERE = path.dirname(fileURLToPath(import.meta.url));
export const packages = createRequire(path.join(HERE, 'graph.mjs'));
// The host reads these files with the parser that it brings along.
const yaml = createRequire(packages.resolve('@pulumi/pulumi'))('js-yaml');

// A provider and what is built on it, by major.
const MAPPED = { 6: { '@pulumi/aws': 'aws6', '@pulumi/awsx': 'awsx2' }, 7: {} };
export const MAJORS = Object.keys(MAPPED);

const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json'];
const COMPILED = { '.js': ['.ts', '.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'], '.jsx': ['.tsx'] };

// What a tree's own tsconfig decides of how its code behaves.
const SEMANTICS = ['target', 'experimentalDecorators', 'emitDecoratorMetadata', 'useDefineForClassFields', 'jsx'];

/** The package that `specifier` leads to under a major of the provider. */
export function mapped(specifier, major) {
  const [name, rest] = /^(@[^/]+\/[^/]+|[^/]+)(\/.*)?$/.exec(specifier)?.slice(1) ?? [specifier];
  return `${MAPPED[major][name] ?? name}${rest ?? ''}`;
}

const text = file => fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
const json = file => (fs.existsSync(file) ? ts.parseConfigFileTextToJson(file, text(file)).config : undefined) ?? {};
const isFile = file => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

function stackFile(root, stack) {
  const stacks = fs.readdirSync(root).filter(file => /^Pulumi\.[^.]+\.ya?ml$/.test(file)).sort();
  return stacks.find(file => !stack || file.split('.')[1] === stack);
}

/** Project, stack, configuration and entry, as the files of `root` have them. */
export function settings(root, { stack, config = {}, unset = [] }) {
  const read = file => (file && isFile(path.join(root, file)) ? yaml.load(text(path.join(root, file))) : undefined) ?? {};
  const project = read('Pulumi.yaml');
  const file = stackFile(root, stack);
  const name = project.name ?? 'project';
  const values = { ...read(file).config, ...config };
  const full = Object.entries(values).map(([key, value]) => {
    // A secret is ciphertext there; what stands for it is as good as any.
    const plain = value && typeof value === 'object' && 'secure' in value ? 'secret' : value;
    return [key.includes(':') ? key : `${name}:${key}`, typeof plain === 'string' ? plain : JSON.stringify(plain)];
  });
  const set = full.filter(([key]) => !unset.includes(key.split(':')[1]));
  const parts = json(path.join(root, 'package.json'));
  return {
    project: name,
    stack: stack ?? file?.split('.')[1] ?? 'dev',
    config: Object.fromEntries(set),
    module: parts.type === 'module',
    entry: entry(root, project.main ?? parts.main),
  };
}

/** Pulumi's rule, then the one script in `bin/`. */
function entry(root, main) {
  const named = main && resolveFile(path.join(root, main));
  const scripts = path.join(root, 'bin');
  const bin = fs.existsSync(scripts) ? fs.readdirSync(scripts).filter(file => file.endsWith('.ts')) : [];
  return named ?? resolveFile(root) ?? (bin.length === 1 ? path.join(scripts, bin[0]) : undefined);
}

function resolveFile(stem) {
  const direct = ENDINGS.map(ending => stem + ending).find(isFile);
  const ending = path.extname(stem);
  const sources = (COMPILED[ending] ?? []).map(other => stem.slice(0, -ending.length) + other);
  return direct ?? sources.find(isFile) ?? ENDINGS.slice(1).map(it => path.join(stem, `index${it}`)).find(isFile);
}

/** Where the tree's own `paths` or `baseUrl` lead. */
function ownPath(root, options, specifier) {
  const base = path.resolve(root, options.baseUrl ?? '.');
  for (const [pattern, targets] of Object.entries(options.paths ?? {})) {
    const [head, tail] = pattern.split('*');
    const fits = tail === undefined ? specifier === head : specifier.startsWith(head) && specifier.endsWith(tail);
    if (!fits) continue;
    const star = tail === undefined ? '' : specifier.slice(head.length, specifier.length - tail.length);
    const found = targets.map(target => resolveFile(path.resolve(base, target.replace('*', star)))).find(Boolean);
    if (found) return found;
  }
  return options.baseUrl && resolveFile(path.resolve(base, specifier));
}

const compiled = new Map();

/** JavaScript of a file; trees that share a file share the work. */
function compile(file, source, own) {
  const told = Object.entries(own).filter(([key]) => SEMANTICS.includes(key));
  const compilerOptions = {
    target: ts.ScriptTarget.ES2020,
    ...ts.convertCompilerOptionsFromJson(Object.fromEntries(told), '.').options,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    allowJs: true,
  };
  const key = JSON.stringify([path.extname(file), own, source]);
  if (!compiled.has(key)) {
    const { outputText, diagnostics } = ts.transpileModule(source, { compilerOptions, fileName: file, reportDiagnostics: true });
    const [wrong] = diagnostics;
    if (wrong) throw new SyntaxError(ts.flattenDiagnosticMessageText(wrong.messageText, '\n'));
    compiled.set(key, outputText);
  }
  return compiled.get(key);
}

/**
 * What a program exports, its files loaded for this call alone. `driver` is TypeScript that stands at the root in place of
 * an entry, `standIns` are some that stand for packages.
 */
export function load(root, { entry, driver, standIns = {}, major }) {
  const own = json(path.join(root, 'tsconfig.json')).compilerOptions ?? {};
  const loaded = new Map();
  const find = (from, specifier) => {
    if (/^\.{0,2}(?:\/|$)/.test(specifier)) return resolveFile(path.resolve(path.dirname(from), specifier));
    return ownPath(root, own, specifier);
  };
  const run = (file, source) => {
    const module = { exports: {}, filename: file, id: file };
    loaded.set(file, module);
    const require = specifier => {
      if (isBuiltin(specifier)) return packages(specifier);
      const found = find(file, specifier);
      if (found) return loaded.get(found)?.exports ?? run(found, text(found)).exports;
      if (/^\.{0,2}(?:\/|$)/.test(specifier)) throw new Error(`Cannot find module '${specifier}'`);
      if (Object.hasOwn(standIns, specifier)) {
        const stands = path.join(root, 'node_modules', specifier, 'index.ts');
        return loaded.get(stands)?.exports ?? run(stands, standIns[specifier]).exports;
      }
      return packages(mapped(specifier, major));
    };
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(source);
      return module;
    }
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    const code = compile(file, source, own);
    vm.compileFunction(code, names, { filename: file })(module.exports, require, module, file, path.dirname(file));
    return module;
  };
  if (driver) return run(path.join(root, 'driver.ts'), driver).exports;
  if (!entry) throw new Error('the program has no entry: neither `main` nor an index file nor one script in bin/');
  return run(entry, text(entry)).exports;
}
