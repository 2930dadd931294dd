// The tables of all majors. Invariant: the same facts give the same bytes, one type a line, sorted.
//
//   ec2.Instance ami?^ arn= ebsBlockDevices?:[*] tags?:<s>~    a resource (a function where the last name is small)
//    .EbsBlockDevice deviceName encrypted?:b                   an object that is named after it, `ec2.InstanceEbsBlockDevice`
//   .ecr.LifecyclePolicyDocument rules:[ecr.PolicyRule]        an object that is named after none
//
// A word is a property: its name; `?` where it may be left out; `:TYPE` for an argument, `=TYPE` for what only comes back
// (a string's type is left out); `^` or `~` where a change replaces the resource or happens in place; `$` where a string
// holds a boolean; `%` where it is deprecated (`%7`: in that major); `@6` or `@7` where only that major has it so. Types are
// spelled as in `provider.mjs`; besides, `*` is the object that is named after the line's and the property (in a list, after
// one element: without its last `s`), and `.X` the object X of the same resource. A line's own marks follow its name, and
// `#` where its arguments are declared elsewhere.
//
// `deprecations.txt` holds the reasons: `ec2.Eip.vpc REASON`, `NAME/7 REASON` where majors differ, `*.tagsAll REASON` for
// all properties of a name.

const capital = name => name[0].toUpperCase() + name.slice(1);

/** The last name with a capital: an object of `ec2.getAmi` is named `ec2.GetAmi…`. */
const capitalised = name => name.replace(/(?<=^|\.)[a-z]\w*$/, capital);

/** The object in a list is named after one element. */
const singular = name => name.replace(/s$/, '');

/** What stands for all properties of a name is said once from this many on. */
const COMMON = 8;

/** Facts by major, as text. */
export class Table {
  constructor(majors) {
    this.majors = majors;
    this.heads = this.union(it => [...it.resources.keys(), ...it.functions.keys()]);
    this.owners = new Map(this.heads.map(name => [capitalised(name), name]));
    this.reasons = new Map();
  }

  /** The lines of `types.txt`. */
  types() {
    const head = name => this.line(name, name, it => it.resources.get(name) ?? it.functions.get(name));
    const blocks = new Map(this.heads.map(name => [name, [head(name)]]));
    for (const name of this.union(it => it.objects.keys())) {
      const owner = this.owner(name);
      const shown = owner ? ` .${name.slice(owner.length)}` : `.${name}`;
      const line = this.line(name, shown, it => it.objects.get(name));
      if (owner) blocks.get(this.owners.get(owner)).push(line);
      else blocks.set(shown, [line]);
    }
    return [...blocks.keys()].sort().flatMap(name => blocks.get(name));
  }

  union(names) {
    return [...new Set([...this.majors.values()].flatMap(it => [...names(it)]))].sort();
  }

  /** The longest name of a resource or function that an object is named after; a word of a name starts with a capital. */
  owner(name) {
    for (let end = name.length - 1; end > name.lastIndexOf('.') + 1; end--) {
      if (!/[a-z]/.test(name[end]) && this.owners.has(name.slice(0, end))) return name.slice(0, end);
    }
    return undefined;
  }

  line(name, shown, get) {
    const has = [...this.majors].map(([major, it]) => [major, get(it)]).filter(([, it]) => it);
    const marks = this.deprecated(name, has) + only(has, this.majors.size) + (has.some(([, it]) => it.opaque) ? '#' : '');
    const properties = new Set(has.flatMap(([, it]) => [...it.inputs.keys(), ...(it.outputs?.keys() ?? [])]));
    return [shown + marks, ...[...properties].sort().flatMap(it => this.property(name, it, has))].join(' ');
  }

  /** One word for a property, or one for each major where they differ. */
  property(name, property, has) {
    const words = new Map();
    for (const [major, it] of has) {
      const input = it.inputs.get(property);
      const fact = input ?? it.outputs?.get(property);
      if (!fact) continue;
      const type = this.type(fact.type, name, property);
      const shown = type === 's' ? '' : type;
      const kind = input ? `${fact.optional ? '?' : ''}${shown && ':'}${shown}` : `=${shown.replace(/^!/, '').replace(/^s$/, '')}`;
      const word = property + kind + (fact.verdict ?? '') + (fact.boolean ? '$' : '');
      words.set(word, [...(words.get(word) ?? []), [major, fact]]);
    }
    return [...words].map(([word, facts]) => word + this.deprecated(`${name}.${property}`, facts) + only(facts, has.length));
  }

  type(type, name, property) {
    return type.replace(/&[\w.]+|(?:\w+\.)?[A-Z]\w*/g, (object, at) => {
      if (object.startsWith('&')) return object;
      const last = capital(property);
      if (object === name + (type[at - 1] === '[' ? singular(last) : last)) return '*';
      const owner = this.owner(object);
      return owner && owner === (this.owner(name) ?? capitalised(name)) ? `.${object.slice(owner.length)}` : object;
    });
  }

  /** The mark of a type or property that is deprecated in some of these majors; its reason is put aside. */
  deprecated(name, facts) {
    const those = facts.filter(([, it]) => it.deprecated !== undefined);
    if (!those.length) return '';
    const reasons = this.reasons.get(name) ?? new Map();
    for (const [major, it] of those) reasons.set(major, it.deprecated);
    this.reasons.set(name, reasons);
    return those.length === facts.length ? '%' : those.map(([major]) => `%${major}`).join('');
  }

  /** The lines of `deprecations.txt`, once `types` was asked for. */
  deprecations() {
    const lines = new Map();
    for (const [name, reasons] of this.reasons) {
      const texts = new Set(reasons.values());
      if (texts.size === 1) lines.set(name, [...texts][0]);
      else for (const [major, text] of reasons) lines.set(`${name}/${major}`, text);
    }
    const last = name => name.slice(name.lastIndexOf('.'));
    const counts = new Map();
    for (const [name, text] of [...lines].filter(([name]) => !name.includes('/'))) {
      const common = `*${last(name)} ${text}`;
      counts.set(common, (counts.get(common) ?? 0) + 1);
    }
    const shown = [...lines].map(([name, text]) => {
      const common = `*${last(name)} ${text}`;
      return counts.get(common) >= COMMON ? common : `${name} ${text}`;
    });
    return [...new Set(shown)].sort();
  }
}

const only = (here, all) => (here.length === all ? '' : here.map(([major]) => `@${major}`).join(''));
