//! The texts that application packages are made of. Invariant: a part can stand any number of times in its module under
//! different `@name@`s; `@key@` is filled in.

pub(super) const INDEX_LINE: &str = "export { @Class@Panel } from './components/@Class@';
export * from './types/@kebab@';
export { @Class@Service } from './services/@kebab@';
";

pub(super) const TYPES: &str = "/** What the back end calls @Noun@. */
export interface @Class@ {
  readonly id: string;
  readonly createdAt: string;
  version: number;
  title: string;
  state: @Class@State;
}

export type @Class@State = 'draft' | 'open' | 'closed';
@body@";

pub(super) const TYPE_PARTS: &[&str] = &[
    "
export interface @Name@Request {
  id: string;
  @field@Id?: string;
  reason: 'customer' | 'support' | 'system';
  amount: number;
  metadata?: Record<string, unknown>;
}
",
    "
export type @Name@Result =
  | { kind: 'done'; at: string; @field@Ids: readonly string[] }
  | { kind: 'refused'; reason: string; retryAfter?: number };
",
    "
export enum @Name@Step {
  Waiting = 'waiting',
  Running = 'running',
  Finished = 'finished',
}
",
];

pub(super) const UTILS: &str = "import type { @Class@ } from '../types/@kebab@';
import { clamp } from '@fleet/@sibling@';
@body@";

pub(super) const UTIL_PARTS: &[&str] = &[
    "
/** Whether two of them are the same for @verb@. */
export function @name@(left: @Class@, right: @Class@): boolean {
  if (left.id !== right.id) {
    return false;
  }
  return left.version === right.version && left.state === right.state;
}
",
    "
export const @name@ = <T extends { weight: number }>(items: readonly T[], limit = @amount@): T[] => {
  const sorted = [...items].sort((a, b) => b.weight - a.weight);
  let total = 0;
  return sorted.filter(item => {
    total += item.weight;
    return clamp(total, 0, limit) < limit;
  });
};
",
    "
export function @name@(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().split(/[^a-z0-9]+/)) {
    if (word.length < 3) continue;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
",
    "
/**
 * Formats an amount of @field@ for a person.
 *
 * @param cents the amount, in hundredths
 * @param locale as the browser has it
 */
export function @name@(cents: number, locale = 'en-GB'): string {
  const formatter = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' });
  return cents < 0 ? `(${formatter.format(-cents / 100)})` : formatter.format(cents / 100);
}
",
];

pub(super) const SERVICE: &str = "import type { @Class@, @Class@State } from '../types/@kebab@';
import { HttpClient, type Response } from '@fleet/@sibling@';

export class @Class@Service {
  private readonly cache = new Map<string, @Class@>();

  constructor(
    private readonly http: HttpClient,
    private readonly clock: () => number = Date.now
  ) {}
@body@
  private async read<T>(response: Response): Promise<T> {
    if (!response.ok) {
      throw new Error(`@package@: ${response.status} ${await response.text()}`);
    }
    return (await response.json()) as T;
  }
}
";

pub(super) const SERVICE_PARTS: &[&str] = &[
    "
  async @name@(id: string, state: @Class@State): Promise<@Class@> {
    const known = this.cache.get(id);
    if (known && known.state === state) {
      return known;
    }
    const response = await this.http.post(`/@field@/${encodeURIComponent(id)}/@verb@`, {
      body: JSON.stringify({ state, at: new Date(this.clock()).toISOString() }),
      headers: { 'content-type': 'application/json', 'x-request-source': '@package@' },
      timeout: @amount@,
    });
    const fresh = await this.read<@Class@>(response);
    this.cache.set(id, fresh);
    return fresh;
  }
",
    "
  async @name@(ids: readonly string[]): Promise<Map<string, @Class@ | Error>> {
    const results = new Map<string, @Class@ | Error>();
    await Promise.all(
      ids.map(async id => {
        try {
          const response = await this.http.get(`/@field@/${id}?expand=lines,totals`);
          results.set(id, await this.read<@Class@>(response));
        } catch (error) {
          results.set(id, error instanceof Error ? error : new Error(String(error)));
        }
      })
    );
    return results;
  }
",
    "
  /** Tries again with growing pauses, @amount@ ms at first. */
  async @name@<T>(attempt: () => Promise<T>, most = 5): Promise<T> {
    let pause = @amount@;
    for (let left = most; ; left--) {
      try {
        return await attempt();
      } catch (error) {
        if (left <= 1) throw error;
        await new Promise(resolve => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, 30_000);
      }
    }
  }
",
];

pub(super) const HOOK: &str = "import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { @Class@ } from '../types/@kebab@';
import { @Class@Service } from '../services/@kebab@';

export interface Use@Class@Options {
  pollEvery?: number;
  initial?: readonly @Class@[];
}

export function use@Class@(service: @Class@Service, options: Use@Class@Options = {}) {
  const [items, setItems] = useState<readonly @Class@[]>(options.initial ?? []);
  const [failure, setFailure] = useState<Error>();
  const alive = useRef(true);

  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
@body@
  const byId = useMemo(() => new Map(items.map(item => [item.id, item])), [items]);
  return { items, byId, failure, reset: () => setItems([]), service, setFailure };
}
";

pub(super) const HOOK_PARTS: &[&str] = &[
    "
  const @name@ = useCallback(
    async (id: string) => {
      try {
        const found = await fetch(`/api/@field@/${id}`).then(it => it.json() as Promise<@Class@>);
        if (alive.current) setItems(old => [...old.filter(it => it.id !== id), found]);
      } catch (error) {
        if (alive.current) setFailure(error as Error);
      }
    },
    [service]
  );
  useEffect(() => {
    const timer = setInterval(() => items.forEach(it => void @name@(it.id)), options.pollEvery ?? @amount@0);
    return () => clearInterval(timer);
  }, [@name@, items, options.pollEvery]);
",
    "
  const @name@ = useMemo(
    () => items.filter(item => item.state !== 'closed' && item.version < @amount@).map(item => item.title),
    [items]
  );
",
];

pub(super) const COMPONENT: &str = "import { Fragment, useState, type ReactNode } from 'react';
import { use@Class@ } from '../hooks/use-@kebab@';
import type { @Class@ } from '../types/@kebab@';
import { Button, Card, Spinner } from '@fleet/@sibling@';

export interface @Class@PanelProps {
  title: string;
  children?: ReactNode;
  onSelect?: (item: @Class@) => void;
  service: Parameters<typeof use@Class@>[0];
}
@body@
export function @Class@Panel({ title, children, onSelect, service }: @Class@PanelProps) {
  const { items, failure, reset } = use@Class@(service);
  const [selected, setSelected] = useState<string>();

  if (failure) {
    return (
      <Card tone=\"danger\" title={title}>
        <p className=\"error\">{failure.message}</p>
        <Button onClick={reset}>Try again</Button>
      </Card>
    );
  }
  if (items.length === 0) return <Spinner label={`Loading ${title}`} />;

  return (
    <Card title={title}>
      <ul className=\"@kebab@-list\">
        {items.map(item => (
          <li
            key={item.id}
            aria-selected={item.id === selected}
            onClick={() => {
              setSelected(item.id);
              onSelect?.(item);
            }}
          >
            {item.title} <small>{item.state}</small>
          </li>
        ))}
      </ul>
      {children}
    </Card>
  );
}
";

pub(super) const COMPONENT_PARTS: &[&str] = &[
    "
function @Name@Row({ item, disabled }: { item: @Class@; disabled?: boolean }) {
  const classes = ['row', disabled && 'row--disabled', item.state === 'draft' && 'row--draft'];
  return (
    <tr className={classes.filter(Boolean).join(' ')} data-@field@={item.id}>
      <td>{item.title}</td>
      <td>{new Date(item.createdAt).toLocaleDateString()}</td>
      <td style={{ textAlign: 'right', minWidth: @amount@ }}>{item.version}</td>
    </tr>
  );
}
",
    "
const @Name@Form = ({ onSubmit }: { onSubmit: (values: Record<string, string>) => void }) => {
  const [values, setValues] = useState<Record<string, string>>({});
  const change = (name: string) => (event: { target: { value: string } }) =>
    setValues(old => ({ ...old, [name]: event.target.value }));

  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        onSubmit(values);
      }}
    >
      <label htmlFor=\"@field@\">Your @field@</label>
      <input id=\"@field@\" value={values.@field@ ?? ''} onChange={change('@field@')} maxLength={@amount@} />
      <Button type=\"submit\" disabled={!values.@field@}>
        Save
      </Button>
    </form>
  );
};
",
    "
export function @Name@Summary({ items }: { items: readonly @Class@[] }) {
  const open = items.filter(item => item.state === 'open').length;
  return (
    <Fragment>
      <strong>{open}</strong> of {items.length} {items.length === 1 ? '@field@' : '@field@s'}
      {open > @amount@ && <em> are more than anyone can @verb@</em>}
    </Fragment>
  );
}
",
];

pub(super) const TEST: &str = "import { @Class@Service } from '../services/@kebab@';
import type { @Class@ } from '../types/@kebab@';

const example = (id: string, over: Partial<@Class@> = {}): @Class@ => ({
  id,
  createdAt: '2024-05-01T10:00:00Z',
  version: 1,
  title: `@Noun@ ${id}`,
  state: 'open',
  ...over,
});

describe('@Class@Service', () => {
  const http = { get: jest.fn(), post: jest.fn() };
  const service = new @Class@Service(http as never, () => 0);

  beforeEach(() => jest.resetAllMocks());
@body@});
";

pub(super) const TEST_PARTS: &[&str] = &[
    "
  it('@verb@s what is open: @name@', async () => {
    http.post.mockResolvedValue({ ok: true, json: async () => example('@amount@', { version: @amount@ }) });
    const found = await (service as any).@name@('@amount@', 'closed');
    expect(found).toMatchObject({ id: '@amount@', version: @amount@ });
    expect(http.post).toHaveBeenCalledTimes(1);
  });
",
    "
  it.each([
    ['draft', @amount@],
    ['open', 2],
    ['closed', 3],
  ] as const)('keeps %s apart: @name@', (state, version) => {
    const one = example('a', { state, version });
    expect(example('a', one)).toEqual(one);
    expect(one).not.toEqual(example('b', { state, version }));
  });
",
    "
  it('says why it failed: @name@', async () => {
    http.get.mockResolvedValue({ ok: false, status: @amount@, text: async () => 'no @field@' });
    const results = await (service as any).@name@(['x', 'y']);
    for (const result of results.values()) {
      expect(result).toBeInstanceOf(Error);
      expect((result as Error).message).toContain('no @field@');
    }
  });
",
];
