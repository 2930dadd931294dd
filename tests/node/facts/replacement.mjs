// Which change replaces a resource. Invariant: a property's verdict is `^` (replaces) or `~` (in place) only where the
// reviewed table, the provider's own description or the service specification says so; where the last two contradict each
// other, or one of them says "in some cases", there is none.
//
// The specification knows CloudFormation's types. A provider's type is the one whose service and name agree with its module
// and name but for case, or the one that `reviewed.mjs` names; its properties likewise.

import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { objectsIn } from './provider.mjs';
import { ARGUMENTS, MODULES, RENAMED, TYPES, VERDICTS } from './reviewed.mjs';

const REPLACES = '^';
const IN_PLACE = '~';
const UNTOLD = '';
const WORDS = { replaces: REPLACES, 'in place': IN_PLACE, untold: UNTOLD };

// A sentence that says it of the property that it describes.
const FORCES =
  /(?:^|[.)] )(?:Changing (?:this|it)(?: value| argument| attribute)?(?: will)? (?:forces?|causes?|re-?creates?)\b[^.]*|Forces (?:replacement|new resource)(?: (?:if|when) (?:changed|modified))?)(?:\.|$)/i;
const CONDITION = /\b(?:if|when|unless|from|to an?|only|except|decreas\w+|lower|empty)\b(?! (?:changed|modified)| create)/i;
const MENTIONS = /\b(?:forces? (?:a |the )?(?:new|replacement|re-?creation)|re-?creat(?:ed?|es|ion)|will be replaced|to be replaced)\b/i;

// CloudFormation counts what it refuses to change as changeable.
const REFUSED = /\b(?:can(?:no|')t|can not|not (?:possible|supported|allowed) to|does ?n[o']t support) (?:be )?(?:chang|modif|updat|alter)|updates? (?:is|are) not (?:supported|allowed)|\bimmutable\b/i;

/** What a description says of a change: that it replaces; something else about that (`?`); nothing. */
function said(text) {
  const sentence = FORCES.exec(text)?.[0];
  if (sentence && !CONDITION.test(sentence)) return REPLACES;
  return sentence || MENTIONS.test(text) ? '?' : '';
}

/** What the reviewed table says of a path: of itself, else of all below the nearest. */
function reviewedAt(path) {
  const steps = path.split('.');
  const above = steps.map((_, at) => `${steps.slice(0, steps.length - at).join('.')}.*`);
  return [path, ...above].find(it => it in VERDICTS);
}

/** Gives the properties of resources and of their objects a `verdict`, and `boolean` where a string holds one. */
export class Replacement {
  constructor() {
    this.database = loadAwsServiceSpecSync();
    this.types = new Map();
    for (const it of this.database.all('resource')) {
      this.types.set(it.cloudFormationType.replace('AWS::', '').replace('::', '.').toLowerCase(), it.properties);
    }
    this.unused = new Set([...Object.keys(TYPES), ...Object.keys(RENAMED), ...Object.keys(VERDICTS)]);
  }

  judge(provider) {
    this.objects = provider.objects;
    this.judged = new Set();
    for (const [name, resource] of provider.resources) {
      const known = this.typeOf(name);
      for (const [property, fact] of resource.inputs) {
        fact.verdict = this.property({ path: `${name}.${property}`, property, fact, known, within: [] });
      }
    }
  }

  /** Fails where the reviewed table speaks of what is not there. */
  finish() {
    if (this.unused.size) throw new Error(`reviewed.mjs: no provider has ${[...this.unused].join(', ')}`);
  }

  /** CloudFormation's properties of `ec2.Instance`. */
  typeOf(name) {
    const [module, type] = name.split('.');
    if (name in TYPES) {
      this.unused.delete(name);
      const [written, ...path] = TYPES[name]?.split(' ') ?? [];
      const found = this.types.get(written?.toLowerCase());
      if (written && !found) throw new Error(`reviewed.mjs: ${name}: the specification has no ${written}`);
      return path.reduce((at, step) => this.fieldsOf(at[step]), found);
    }
    const services = MODULES[module] ?? [module];
    return services.map(it => this.types.get(`${it}.${type}`.toLowerCase())).find(Boolean);
  }

  /** The fields of CloudFormation's property, in a list or map too. */
  fieldsOf(property) {
    let type = property?.type;
    while (type?.element) type = type.element;
    return type?.type === 'ref' ? this.database.get('typeDefinition', type.reference).properties : undefined;
  }

  /** CloudFormation's property for the provider's. */
  match(path, property, known) {
    if (path in RENAMED) this.unused.delete(path);
    const wanted = path in RENAMED ? RENAMED[path] : property;
    const found = Object.keys(known ?? {}).find(it => it.toLowerCase() === wanted?.toLowerCase());
    if (RENAMED[path] && !found) throw new Error(`reviewed.mjs: ${path}: the specification has no ${wanted}`);
    return known?.[found];
  }

  /** The verdict on the property at `path`; those on the fields of its objects are noted. */
  property({ path, property, fact, known, above, within }) {
    const like = this.match(path, property, known);
    if (fact.type === 's' && like?.type.type === 'boolean') fact.boolean = true;
    // What is known of the whole by review holds for its fields.
    const reviewed = this.reviewed(path, property, fact, within) ?? (above?.reviewed || undefined);
    const own = reviewed ?? this.found(fact, like, above?.own);
    const inside = { like, above: { own, reviewed }, within };
    const fields = objectsIn(fact.type).flatMap(object => this.fields(path, object, inside));
    // A change of the whole is a change of some field.
    return reviewed === undefined && own === IN_PLACE && fields.some(it => it !== IN_PLACE) ? UNTOLD : own;
  }

  reviewed(path, property, fact, within) {
    const written = reviewedAt(path);
    this.unused.delete(written);
    if (written && !written.endsWith('.*')) return WORDS[VERDICTS[written]];
    const isArgument = within.length === 0;
    const general = isArgument && ARGUMENTS.find(it => it.property === property && it.of.test(fact.text));
    return WORDS[general ? general.verdict : VERDICTS[written]];
  }

  found(fact, like, above) {
    const words = said(fact.text);
    if (above === REPLACES || words === REPLACES) return REPLACES;
    if (words || !like) return UNTOLD;
    if (!like.causesReplacement && REFUSED.test(`${fact.text} ${like.documentation}`)) return UNTOLD;
    return { yes: REPLACES, maybe: UNTOLD }[like.causesReplacement] ?? IN_PLACE;
  }

  /** The verdicts on the fields of an object at `path`; what several places have is noted where they agree. */
  fields(path, object, { like, above, within }) {
    const inputs = within.includes(object) ? undefined : this.objects.get(object)?.inputs;
    return [...(inputs ?? [])].map(([property, fact]) => {
      const place = { path: `${path}.${property}`, property, fact, known: this.fieldsOf(like), above };
      const verdict = this.property({ ...place, within: [...within, object] });
      fact.verdict = this.judged.has(fact) && fact.verdict !== verdict ? UNTOLD : verdict;
      this.judged.add(fact);
      return verdict;
    });
  }
}
