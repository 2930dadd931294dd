// What a provider package's type definitions say. Invariant: only what is written in them; a type that is not understood
// is `any`, never a guess.
//
// A type is spelled compactly: `s` string, `n` number, `b` boolean, `p` an IAM policy document as an object, `f` an asset or
// archive, `a` any; `[T]` a list, `<T>` a map, `ec2.InstanceRootBlockDevice` an object by name, `&iam.Role` a resource;
// `|` between alternatives, `!` before what does not take an output.

import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const PRIMITIVE = new Map([
  [ts.SyntaxKind.StringKeyword, 's'],
  [ts.SyntaxKind.NumberKeyword, 'n'],
  [ts.SyntaxKind.BooleanKeyword, 'b'],
]);

const FILES = new Set(['pulumi.asset.Asset', 'pulumi.asset.Archive']);

/** Reads a package: its resources, functions and input objects, by name without `aws.`. */
export function readProvider(root) {
  const files = declarations(root);
  const classes = new Set();
  const interfaces = new Set();
  for (const { module, source } of files) {
    for (const it of source.statements) {
      if (ts.isClassDeclaration(it)) classes.add(qualified(module, it.name.text));
      if (ts.isInterfaceDeclaration(it)) interfaces.add(qualified(module, it.name.text));
    }
  }
  const known = { classes, interfaces };
  const provider = { resources: new Map(), functions: new Map(), objects: new Map() };
  for (const file of files) readFile(provider, { ...file, ...known, names: imports(file) });
  const input = { module: '', source: parse(path.join(root, 'types/input.d.ts')), ...known };
  readObjects(provider.objects, { ...input, names: imports(input) }, input.source.statements);
  return provider;
}

/** The same without the objects that no resource or function takes. */
export function reached(provider) {
  const objects = new Map();
  const queue = [...provider.resources.values(), ...provider.functions.values()];
  while (queue.length) {
    for (const fact of queue.pop().inputs.values()) {
      for (const name of objectsIn(fact.type)) {
        const object = provider.objects.get(name);
        if (!object || objects.has(name)) continue;
        objects.set(name, object);
        queue.push(object);
      }
    }
  }
  return { ...provider, objects };
}

/** The objects that a type names. */
export function objectsIn(type) {
  return type.match(/(?<![&\w.])(?:\w+\.)?[A-Z]\w*/g) ?? [];
}

function parse(file) {
  return ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Every declaration file of the package's modules, with the module that it is in (`''` for the package itself). */
function declarations(root) {
  const folders = fs.readdirSync(root, { withFileTypes: true }).filter(it => it.isDirectory());
  const modules = ['', ...folders.map(it => it.name).filter(it => !['types', 'node_modules', 'config'].includes(it))];
  return modules.flatMap(module =>
    fs
      .readdirSync(path.join(root, module))
      .filter(file => file.endsWith('.d.ts') && file !== 'index.d.ts')
      .sort()
      .map(file => ({ module, source: parse(path.join(root, module, file)) })),
  );
}

const qualified = (module, name) => (module ? `${module}.${name}` : name);

/** Where each imported name comes from, `Role` → `iam.Role`. */
function imports({ module, source }) {
  const names = new Map();
  for (const it of source.statements) {
    const named = ts.isImportDeclaration(it) && it.importClause?.namedBindings;
    if (!named || !ts.isNamedImports(named)) continue;
    const from = path.posix.join('/', module || 'types', it.moduleSpecifier.text).slice(1).split('/')[0];
    const home = it.moduleSpecifier.text.startsWith('./') ? module : from.replace(/^(?:types|index)$/, '');
    for (const one of named.elements) names.set(one.name.text, qualified(home, (one.propertyName ?? one.name).text));
  }
  return names;
}

function readFile(provider, file) {
  const interfaces = new Map();
  for (const it of file.source.statements) if (ts.isInterfaceDeclaration(it)) interfaces.set(it.name.text, it);
  for (const it of file.source.statements) {
    if (ts.isClassDeclaration(it)) readResource(provider.resources, file, it, interfaces);
    else if (ts.isFunctionDeclaration(it)) readFunction(provider.functions, file, it, interfaces);
  }
}

/** A class that programs make with `new X(name, args, opts)`. */
function readResource(resources, file, node, interfaces) {
  if (!node.heritageClauses) return;
  const constructors = node.members.filter(ts.isConstructorDeclaration);
  const argsType = constructors[0]?.parameters[1]?.type?.getText();
  const args = argsType && interfaces.get(argsType);
  const inputs = args ? properties(file, args) : new Map();
  const outputs = new Map();
  for (const it of node.members) {
    if (!ts.isPropertyDeclaration(it) || it.modifiers?.some(m => m.kind === ts.SyntaxKind.StaticKeyword)) continue;
    if (inputs.has(it.name.text) || !it.type?.getText().startsWith('pulumi.Output<')) continue;
    outputs.set(it.name.text, { type: spell(file, it.type), ...notes(it) });
  }
  // What is built on another resource by hand has no arguments that could be listed.
  const base = node.heritageClauses[0].types[0].getText();
  const opaque = !args || !/^pulumi\.(?:Custom|Provider)Resource$/.test(base);
  resources.set(qualified(file.module, node.name.text), { inputs, outputs, opaque, ...notes(node) });
}

/** `getAmi(args, opts)`; the arguments are those of `getAmiOutput` where there is one, which takes outputs too. */
function readFunction(functions, file, node, interfaces) {
  const name = node.name.text;
  if (name.endsWith('Output') || !node.type?.getText().startsWith('Promise<')) return;
  const capital = name[0].toUpperCase() + name.slice(1);
  const args = interfaces.get(`${capital}OutputArgs`) ?? interfaces.get(`${capital}Args`);
  const result = interfaces.get(`${capital}Result`);
  const inputs = args ? properties(file, args) : new Map();
  const outputs = result ? properties(file, result) : new Map();
  functions.set(qualified(file.module, name), { inputs, outputs, opaque: !result, ...notes(node) });
}

function readObjects(objects, file, statements, module = '') {
  for (const it of statements) {
    if (ts.isModuleDeclaration(it)) readObjects(objects, file, it.body.statements, it.name.text);
    if (ts.isInterfaceDeclaration(it)) objects.set(qualified(module, it.name.text), { inputs: properties(file, it), ...notes(it) });
  }
}

function properties(file, node) {
  const found = new Map();
  for (const it of node.members) {
    if (!ts.isPropertySignature(it)) continue;
    const name = ts.isStringLiteral(it.name) ? it.name.text : it.name.getText();
    found.set(name, { type: spell(file, it.type), optional: it.questionToken !== undefined, ...notes(it) });
  }
  return found;
}

/** What is said of a declaration: why it is deprecated, and its description. */
function notes(node) {
  const tag = ts.getJSDocDeprecatedTag(node);
  const deprecated = tag && oneLine(ts.getTextOfJSDocComment(tag.comment) ?? '');
  const text = oneLine((node.jsDoc ?? []).map(it => ts.getTextOfJSDocComment(it.comment) ?? '').join(' '));
  return { deprecated, text };
}

const oneLine = text => text.replace(/\s+/g, ' ').trim();

/** A type in the spelling of this module. */
function spell(file, node) {
  const generic = ts.isTypeReferenceNode(node) && node.typeArguments?.length === 1 ? node.typeName.getText() : '';
  if (generic === 'pulumi.Input' || generic === 'pulumi.Output') return spellPlain(file, node.typeArguments[0]);
  const plain = spellPlain(file, node);
  return plain === 'a' ? plain : `!${plain}`;
}

function spellPlain(file, node) {
  const primitive = PRIMITIVE.get(node.kind);
  if (primitive) return primitive;
  if (ts.isParenthesizedTypeNode(node)) return spellPlain(file, node.type);
  if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return 's';
  if (ts.isArrayTypeNode(node)) return `[${element(file, node.elementType)}]`;
  if (ts.isTypeLiteralNode(node) && node.members.length === 1 && ts.isIndexSignatureDeclaration(node.members[0])) {
    return `<${element(file, node.members[0].type)}>`;
  }
  if (ts.isUnionTypeNode(node)) {
    const parts = node.types.filter(it => it.kind !== ts.SyntaxKind.UndefinedKeyword).map(it => element(file, it));
    return [...new Set(parts.flatMap(it => it.split('|')))].join('|');
  }
  return ts.isTypeReferenceNode(node) && !node.typeArguments ? spellName(file, node.typeName.getText()) : 'a';
}

/** What stands inside of a list, a map or a union: whether it is wrapped itself is not told. */
function element(file, node) {
  return spell(file, node).replace(/^!/, '');
}

function spellName(file, name) {
  if (FILES.has(name)) return 'f';
  if (name.startsWith('enums.')) return 's';
  const object = /^(?:types\.)?inputs?\.(.+)$/.exec(name)?.[1];
  const full = object ?? file.names.get(name) ?? qualified(file.module, name);
  if (/(?:^|\.)PolicyDocument$/.test(full)) return 'p';
  if (object) return full;
  if (file.classes.has(full)) return `&${full}`;
  // What is imported and neither a class nor an interface is a union of strings. Of an interface that is declared beside
  // the code, and of objects that only come back (`outputs.ec2.…`), no fields are told.
  return file.names.has(name) && !file.interfaces.has(full) ? 's' : 'a';
}
