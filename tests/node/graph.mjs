// A real run: the resource graph that each case's program makes under Pulumi's own mocks.
// Invariant: what is told of a resource is what the program asked the engine for, with every output resolved; the same
// program gives the same bytes.
//
//   node graph.mjs --major 7 FOLDER...            for a person; exit 1 where a program fails
//   node graph.mjs --major 7 --batch < cases.json for the harness; [{name, in: graph, out: graph}]
//
// A case may bring `run`: `env`, `config`, `unset` (keys), `stack`, a `driver` (TypeScript in place of the entry that a library lacks) and
// `packages` (TypeScript in place of packages that are not there).
// A graph is {resources, outputs, errors}. All programs of a major share one process and the loaded packages; each has
// its own store of the Pulumi runtime, its own modules, environment and working directory, and they run one after
// the other, so that a rejection that nobody handles belongs to one of them.

import { createHash } from 'node:crypto';
import { cases, flags } from './cases.mjs';

// An Output in a plain string is an error here, not a sentence in a name.
process.env.PULUMI_ERROR_OUTPUT_STRING = 'true';
const { REGION, call, required, resource } = await import('./answers.mjs');
const { MAJORS, load, packages, settings } = await import('./program.mjs');
const pulumi = packages('@pulumi/pulumi');
const state = packages('@pulumi/pulumi/runtime/state');
const rpc = packages('@pulumi/pulumi/runtime/rpc');
const host = packages('@pulumi/pulumi/runtime/settings');
const { LogSeverity } = packages('@pulumi/pulumi/proto/engine_pb');

const ROOT_TYPE = 'pulumi:pulumi:Stack';
const PATIENCE = 20_000;
// Nothing here waits for the world: what still moves after a failure is done long before.
const AFTERMATH = 50;
const ENVIRONMENT = { PATH: process.env.PATH, HOME: '/nowhere', PULUMI_ERROR_OUTPUT_STRING: 'true' };

/** A wire value as data: secrets hidden, resources by id, files by name. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  switch (value[rpc.specialSigKey]) {
    case rpc.specialSecretSig: {
      // Two secrets can be told apart, and neither be read.
      const digest = createHash('sha256').update(JSON.stringify(plain(value.value))).digest('hex');
      return { $secret: digest.slice(0, 16) };
    }
    case rpc.specialResourceSig:
      return value.id || value.urn;
    case rpc.specialAssetSig:
      return { $asset: value.path ?? value.uri ?? value.text };
    case rpc.specialArchiveSig:
      return { $archive: value.path ?? value.uri ?? sorted(plain(value.assets)) };
    default:
      return sorted(Object.fromEntries(Object.entries(value).map(([key, it]) => [key, plain(it)])));
  }
}

const sorted = object => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Only what is not as it is by default. */
function noted(options) {
  const empty = it => !it || (typeof it === 'object' && Object.keys(it).length === 0);
  return Object.fromEntries(Object.entries(options).filter(([, it]) => !empty(it)));
}

/** A request to register a resource, as data. */
function registration(request) {
  const it = request.toObject();
  const properties = request.getPropertydependenciesMap();
  const depends = [...properties.entries()].map(([key, value]) => [key, value.getUrnsList().sort()]);
  const providers = [...request.getProvidersMap().entries()].map(([key, urn]) => [key, reference(urn)]);
  const aliases = [...it.aliasurnsList, ...it.aliasesList.map(alias => alias.urn ?? noted(alias.spec))];
  const options = {
    provider: reference(it.provider),
    providers: providers.length ? sorted(Object.fromEntries(providers)) : undefined,
    aliases,
    protect: it.protect,
    deleteBeforeReplace: it.deletebeforereplace,
    ignoreChanges: it.ignorechangesList,
    replaceOnChanges: it.replaceonchangesList,
    retainOnDelete: it.retainondelete,
    import: it.importid,
    deletedWith: it.deletedwith,
    additionalSecretOutputs: it.additionalsecretoutputsList,
    timeouts: it.customtimeouts && noted(it.customtimeouts),
  };
  return {
    type: it.type,
    name: it.name,
    parent: it.parent || null,
    custom: it.custom,
    inputs: plain(request.getObject()?.toJavaScript() ?? {}),
    dependencies: it.dependenciesList.sort(),
    propertyDependencies: sorted(Object.fromEntries(depends.filter(([, urns]) => urns.length))),
    ...noted(options),
  };
}

/** A provider is referred to as `urn::id`. */
const reference = provider => provider.split('::').slice(0, 4).join('::');

/** The mocks' monitor, telling `seen` of everything that it is asked for. */
function watch(monitor, seen) {
  const registered = new Set();
  // The mocks keep the type of one parent in a URN, the engine those of all.
  monitor.newUrn = (parent, type, name) => {
    const above = parent && !parent.includes(`::${ROOT_TYPE}::`) ? `${parent.split('::')[2]}$` : '';
    return ['urn:pulumi:' + host.getStack(), host.getProject(), above + type, name].join('::');
  };
  const { registerResource, readResource, registerResourceOutputs } = monitor;
  const answered = (what, callback) => (error, response) => {
    if (error) return callback(error);
    const urn = response.getUrn();
    if (registered.has(urn)) seen.errors.push(`two resources have the URN ${urn}`);
    registered.add(urn);
    const { arn } = (response.getObject?.() ?? response.getProperties()).toJavaScript();
    const known = { urn, id: what.id ?? (response.getId?.() || null), ...(typeof arn === 'string' ? { arn } : {}) };
    if (what.type !== ROOT_TYPE) seen.resources.push({ ...known, ...what });
    callback(null, response);
  };
  monitor.registerResource = (request, callback) =>
    registerResource.call(monitor, request, answered(registration(request), callback));
  monitor.readResource = (request, callback) => {
    const it = request.toObject();
    const what = {
      id: it.id,
      type: it.type,
      name: it.name,
      parent: it.parent || null,
      custom: true,
      read: true,
      inputs: plain(request.getProperties()?.toJavaScript() ?? {}),
      dependencies: it.dependenciesList.sort(),
      propertyDependencies: {},
      ...noted({ provider: reference(it.provider) }),
    };
    return readResource.call(monitor, request, answered(what, callback));
  };
  monitor.registerResourceOutputs = (request, callback) => {
    if (request.getUrn().includes(`::${ROOT_TYPE}::`)) seen.outputs = plain(request.getOutputs()?.toJavaScript() ?? {});
    return registerResourceOutputs.call(monitor, request, callback);
  };
}

// An output that nothing stands behind is a warning of Pulumi's, and an error here.
const LOST = /^Undefined value \(.*\) will not show as a stack output/;

/** The engine beside the monitor: it takes messages, and an error among them is one. */
const engine = seen => ({
  log(request, callback) {
    const said = request.getMessage();
    if (request.getSeverity() === LogSeverity.ERROR || LOST.test(said)) seen.errors.push(said);
    callback(null, {});
  },
  setRootResource: (_, callback) => callback(null, {}),
});

// Keys that the running program's stack has not set.
let unset = [];

/** A stack that runs has set whatever its program requires, and so have those that it refers to. */
function fillConfiguration() {
  const types = { require: 'string', requireNumber: 'number', requireBoolean: 'boolean', requireObject: 'object' };
  const prototype = pulumi.Config.prototype;
  for (const [method, type] of Object.entries(types)) {
    const [original, getter] = [prototype[method], method.replace('require', 'get')];
    prototype[method] = function (key, options) {
      if (unset.includes(key)) return original.call(this, key, options);
      return this[getter](key, options) ?? required(key, type);
    };
    const secret = method.replace('require', 'requireSecret');
    prototype[secret] = function (key, options) {
      return pulumi.secret(this[method](key, options));
    };
  }
  pulumi.StackReference.prototype.requireOutput = function (name) {
    return pulumi.all([name, this.urn]).apply(([key]) => required(key, /s$/.test(key) ? 'object' : 'string'));
  };
}

/** An error without anything that depends on where the program lies. */
function message(error, root) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll(`${root}/`, '').split('\n').filter(line => !/^\s+at /.test(line)).join('\n').trim();
}

const quiet = console;
const silence = new Proxy({}, { get: () => () => {} });

/** Runs one program; whatever it does wrong is in `errors`. */
async function run(root, wishes, major) {
  const seen = { resources: [], outputs: {}, errors: [] };
  let stop;
  const stopped = new Promise(resolve => (stop = resolve));
  const failed = error => {
    const said = message(error, root);
    if (!seen.errors.includes(said)) seen.errors.push(said);
    setTimeout(stop, AFTERMATH);
  };
  process.on('unhandledRejection', failed);
  process.chdir(root);
  process.env = { ...ENVIRONMENT, ...wishes.env };
  globalThis.console = silence;
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it did not end within ${PATIENCE / 1000} s`)), PATIENCE);
    });
    await Promise.race([state.withLocalStorage(() => program(root, wishes, major, seen)), stopped, late]);
  } catch (error) {
    failed(error);
  } finally {
    clearTimeout(timer);
    // Rejections are told of once the queue of promises is empty.
    await new Promise(resolve => setImmediate(resolve));
    globalThis.console = quiet;
    process.off('unhandledRejection', failed);
  }
  seen.resources.sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { ...seen, errors: seen.errors.sort() };
}

async function program(root, wishes, major, seen) {
  const { project, stack, config, module, entry } = settings(root, wishes);
  unset = wishes.unset ?? [];
  const mocks = {
    newResource: it => resource({ ...it, major }),
    call: it => call({ ...it, major }),
  };
  await pulumi.runtime.setMocks(mocks, project, stack, false, 'organization');
  pulumi.runtime.setAllConfig({ 'aws:region': REGION, ...config });
  const store = state.getStore();
  store.settings.engine = engine(seen);
  watch(store.settings.monitor, seen);
  await pulumi.runtime.runInPulumiStack(async () => {
    let exported = load(root, { entry, driver: wishes.driver, standIns: wishes.packages, major });
    if (module && exported.default !== undefined) exported = exported.default;
    return typeof exported === 'function' ? exported() : exported;
  });
  await host.waitForRPCs();
}

async function main() {
  const args = flags(process.argv.slice(2), ['major']);
  if (!MAJORS.includes(args.major)) throw new Error(`--major takes one of ${MAJORS.join(', ')}`);
  fillConfiguration();
  const results = [];
  for (const it of await cases(args)) {
    const graph = root => run(root, it.run ?? {}, args.major);
    const before = await graph(it.in);
    results.push({ name: it.name, in: before, ...(it.out ? { out: await graph(it.out) } : {}) });
  }
  // The last program's environment and folder are of no use to what follows.
  if (args.batch) return process.stdout.write(JSON.stringify(results));
  for (const it of results) {
    console.log(JSON.stringify(it, null, 2));
    if (it.in.errors.length || it.out?.errors.length) process.exitCode = 1;
  }
}

await main();
