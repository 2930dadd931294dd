// What the cloud would answer. Invariant: the same question gives the same answer, in the provider's own shape (its
// published type definitions say which outputs there always are), and an id says of which kind it is:
// `Subnet/private-1`, `MainRouteTable/vpc`.

import fs from 'node:fs';
import path from 'node:path';
import { mapped, packages } from './program.mjs';

const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

const AFTER_AUTONAMING = '-0a1b2c3';

const ARNS = {
  's3:Bucket': name => `arn:aws:s3:::${name}`,
  's3:BucketV2': name => `arn:aws:s3:::${name}`,
  'iam:Role': name => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'iam:Policy': name => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
  'iam:User': name => `arn:aws:iam::${ACCOUNT}:user/${name}`,
  'cloudwatch:LogGroup': name => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
  'lambda:Function': name => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  'sns:Topic': name => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
  'sqs:Queue': name => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  'backup:Vault': name => `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:${name}`,
};

// Resources whose id is the name that they bear.
const NAMED_BY = { 's3:Bucket': 'bucket', 's3:BucketV2': 'bucket', 'iam:Role': 'name', 'cloudwatch:LogGroup': 'name', 'backup:Vault': 'name' };

const KNOWN = {
  region: REGION,
  accountId: ACCOUNT,
  ownerId: ACCOUNT,
  account: ACCOUNT,
  partition: 'aws',
  dnsSuffix: 'amazonaws.com',
  cidrBlock: '10.0.0.0/16',
  publicIp: '203.0.113.1',
  privateIp: '10.0.0.1',
};

const capital = word => word.charAt(0).toUpperCase() + word.slice(1);
const small = word => word.charAt(0).toLowerCase() + word.slice(1);

/** `aws:ec2/routeTable:RouteTable` as `{package, service, file, kind}`. */
function parts(token) {
  const [pkg, middle = '', kind = ''] = token.split(':');
  const [service, file] = middle.includes('/') ? middle.split('/') : [middle, small(kind)];
  return { pkg, service, file, kind };
}

/** A text for a property that is always there. */
function string(key, owner) {
  if (Object.hasOwn(KNOWN, key)) return KNOWN[key];
  if (/[aA]rn$/.test(key)) return `arn:aws:service:${REGION}:${ACCOUNT}:${small(key)}/${owner}`;
  if (/Ids?$/.test(key)) return `${capital(key.replace(/Ids?$/, ''))}/${owner}`;
  if (/url$/i.test(key)) return `https://${owner}.example.com/${key}`;
  if (/(?:Domain|Dns)Name$|^endpoint$|^address$/i.test(key)) return `${key.toLowerCase()}.${owner}.example.com`;
  return `${owner}-${key}`;
}

function value(type, key, owner) {
  if (type === 'string' || type === 'ARN') return string(key, owner);
  if (type === 'number') return 1;
  if (type === 'boolean') return false;
  // awsx hands out resources; an id and an arn of the kind is what programs ask of them.
  const made = /^pulumiAws\.\w+\.(\w+)$/.exec(type);
  if (made) return { id: `${made[1]}/${owner}`, arn: `arn:aws:service:${REGION}:${ACCOUNT}:${small(made[1])}/${owner}` };
  if (type.endsWith('[]')) {
    return [1, 2].map(at => value(type.slice(0, -2), key, `${owner}-${at}`)).filter(it => it !== undefined);
  }
  return undefined;
}

const declared = new Map();

/** The outputs that are always there, by the provider's type definitions: name and type, for a resource or a function. */
function outputs(token, major) {
  const key = `${major} ${token}`;
  if (!declared.has(key)) declared.set(key, read(token, major));
  return declared.get(key);
}

function read(token, major) {
  const { pkg, service, file, kind } = parts(token);
  let root;
  try {
    root = path.dirname(packages.resolve(`${mapped(`@pulumi/${pkg}`, major)}/package.json`));
  } catch {
    return [];
  }
  const declarations = path.join(root, service === 'index' ? '.' : service, `${file}.d.ts`);
  if (!fs.existsSync(declarations)) return [];
  const source = fs.readFileSync(declarations, 'utf8');
  const isFunction = kind === file;
  const head = isFunction ? `export interface ${capital(kind)}Result {` : `export declare class ${kind} `;
  const start = source.indexOf(head);
  if (start < 0) return [];
  const body = source.slice(start, source.indexOf('\n}', start));
  const one = isFunction ? /^ {4}readonly (\w+): ([\w.]+(?:\[\])?);$/gm : /^ {4}readonly (\w+): pulumi\.Output<([\w.]+(?:\[\])?)>;$/gm;
  return [...body.matchAll(one)].map(match => [match[1], match[2]]);
}

// The regions of the providers that the running program makes, by their ids.
const regions = new Map();

/** The region that a resource is made in: its own, else its provider's. */
const regionOf = (inputs, provider) => inputs.region ?? regions.get(provider?.split('::').at(-1)) ?? REGION;

/** The state of a new resource: its inputs, and what the provider adds. */
export function resource({ type, name, inputs, custom, id, provider, major }) {
  const { service, kind } = parts(type);
  if (type.startsWith('pulumi:providers:')) regions.set(`${kind}/${name}`, inputs.region);
  if (type === 'pulumi:pulumi:StackReference') return { id: name, state: { name, outputs: {}, secretOutputNames: [], ...inputs } };
  const short = `${service}:${kind}`;
  const state = {};
  for (const [key, kindOf] of outputs(type, major)) {
    const found = value(kindOf, key, name);
    if (found !== undefined) state[key] = found;
  }
  const known = Object.keys(state);
  const namedBy = NAMED_BY[short] ?? 'name';
  const physical = inputs[namedBy] || id || `${name}${AFTER_AUTONAMING}`;
  if (known.includes(namedBy)) state[namedBy] = physical;
  if (known.includes('arn')) {
    const arn = ARNS[short]?.(physical) ?? `arn:aws:${service}:${REGION}:${ACCOUNT}:${small(kind)}/${physical}`;
    state.arn = arn.replace(`:${REGION}:`, `:${regionOf(inputs, provider)}:`);
  }
  const own = NAMED_BY[short] ? physical : `${kind}/${name}`;
  return { id: custom ? id || own : undefined, state: { ...state, ...inputs } };
}

/** The id of an image that is looked for by name: another name, another image. */
function image({ filters, nameRegex }) {
  const names = filters?.filter(filter => filter.name === 'name').flatMap(filter => filter.values) ?? [];
  return `Ami/${[...names, nameRegex].filter(Boolean).join('|') || 'found'}`;
}

const FUNCTIONS = {
  'aws:index/getRegion:getRegion': () => ({ id: REGION, name: REGION, region: REGION, endpoint: `ec2.${REGION}.amazonaws.com` }),
  'aws:index/getAvailabilityZones:getAvailabilityZones': () => ({
    id: REGION,
    names: ['a', 'b', 'c'].map(zone => REGION + zone),
    zoneIds: ['use1-az1', 'use1-az2', 'use1-az3'],
  }),
  'aws:index/getCallerIdentity:getCallerIdentity': () => ({ id: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/deployer`, userId: 'AIDAEXAMPLE' }),
  'aws:index/getPartition:getPartition': () => ({ id: 'aws' }),
  'aws:ec2/getAmi:getAmi': inputs => ({ id: image(inputs), imageId: image(inputs), rootDeviceName: '/dev/xvda' }),
  'aws:ec2/getAmiIds:getAmiIds': inputs => ({ ids: [image(inputs)] }),
  'aws:ssm/getParameter:getParameter': ({ name }) => ({
    id: name,
    value: /ami/i.test(name) ? `Ami/${name}` : `${name}-value`,
  }),
  'aws:iam/getPolicyDocument:getPolicyDocument': inputs => {
    const json = JSON.stringify(policy(inputs));
    return { json, minifiedJson: json };
  },
};

/** A policy document out of its statements, as the provider writes it. */
function policy({ statements = [], version = '2012-10-17', policyId }) {
  const one = list => (list?.length === 1 ? list[0] : list);
  const keyed = (all, key) => {
    const found = {};
    for (const it of all ?? []) found[it[key]] = [...(found[it[key]] ?? []), ...it.identifiers];
    return Object.fromEntries(Object.entries(found).map(([key, ids]) => [key, one(ids)]));
  };
  const principals = all => (all?.some(it => it.type === '*') ? '*' : all && keyed(all, 'type'));
  const conditions = all => {
    const found = {};
    for (const it of all ?? []) (found[it.test] ??= {})[it.variable] = one(it.values);
    return all?.length ? found : undefined;
  };
  const statement = it => ({
    Sid: it.sid,
    Effect: it.effect ?? 'Allow',
    Principal: principals(it.principals),
    NotPrincipal: principals(it.notPrincipals),
    Action: one(it.actions),
    NotAction: one(it.notActions),
    Resource: one(it.resources),
    NotResource: one(it.notResources),
    Condition: conditions(it.conditions),
  });
  return { Version: version, Id: policyId, Statement: statements.map(statement) };
}

/** What a function of a provider gives back. */
export function call({ token, inputs, major }) {
  // `getSubnets` finds `ids` of subnets, `getSubnet` the `id` of one.
  const found = parts(token).kind.replace(/^get/, '').replace(/s$/, '');
  const state = {};
  for (const [key, type] of outputs(token, major)) {
    const full = /^ids?$/.test(key) ? found + capital(key) : key;
    const answer = value(type, full, 'found');
    if (answer !== undefined) state[key] = answer;
  }
  return { ...state, ...inputs, ...FUNCTIONS[token]?.(inputs) };
}

/** What stands for a configuration value that a program requires and no file gives. */
export function required(key, type) {
  if (type === 'number') return 40;
  if (type === 'boolean') return false;
  if (type === 'object') return /s$/.test(key) ? [1, 2].map(at => string(key, `configured-${at}`)) : {};
  return string(key, 'configured');
}
