// The rows of `benches/src/rows`, for cores in JavaScript: the same graphs, writes and checks, so that a cell of one table
// can be read beside the next.

const now = () => performance.now();
const time = (run) => { const start = now(); run(); return now() - start; };
// Negative zero is zero here.
const same = (found, expected, what) => {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
};
const list = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const sum = (values) => values.reduce((left, right) => left + right, 0);

let sink = 0;
const busy = () => { for (let step = 0; step < 100; step++) sink ^= step; };

function kairo(core) {
  const { signal, memo, effect, batch } = core;
  const write = (head, value) => batch(() => head.set(value));
  const plus = (read, number) => memo(() => read() + number);
  const watch = (read) => { const count = { runs: 0 }; effect(() => { read(); count.runs++; }); return count; };
  const steady = (head, end, counts, writes, expected) => () => {
    write(head, -1);
    for (const count of counts) count.runs = 0;
    for (let value = 0; value < writes; value++) {
      write(head, value);
      same(end(), expected(value), "value");
    }
    for (const count of counts) same(count.runs, writes, "runs");
  };
  const graphs = {
    avoidable: [30, () => {
      const head = signal(0);
      const copy = memo(() => head.get());
      const constant = memo(() => { copy(); return 0; });
      let expensive = 0;
      const third = memo(() => { expensive++; busy(); return constant() + 1; });
      const end = plus(plus(third, 2), 3);
      const seen = watch(end);
      return () => {
        for (let value = 0; value < 1000; value++) { write(head, value); same(end(), 6, "value"); }
        same(expensive + seen.runs, 2, "runs");
      };
    }],
    broad: [50, () => {
      const head = signal(0);
      const ends = list(50, (number) => plus(plus(head.get, number), 1));
      return steady(head, ends[49], ends.map(watch), 50, (value) => value + 50);
    }],
    deep: [100, () => {
      const head = signal(0);
      let end = plus(head.get, 1);
      for (let above = 1; above < 50; above++) end = plus(end, 1);
      return steady(head, end, [watch(end)], 50, (value) => value + 50);
    }],
    diamond: [50, () => {
      const head = signal(0);
      const arms = list(5, () => plus(head.get, 1));
      const end = memo(() => { let total = 0; for (const arm of arms) total += arm(); return total; });
      return steady(head, end, [watch(end)], 500, (value) => (value + 1) * 5);
    }],
    mux: [50, () => {
      const heads = list(100, () => signal(0));
      const all = memo(() => heads.map((head) => head.get()));
      const ends = list(100, (index) => plus(memo(() => all()[index]), 1));
      const counts = ends.map(watch);
      return () => {
        for (const count of counts) count.runs = 0;
        for (const factor of [3, 1])
          for (let index = 0; index < 10; index++) {
            write(heads[index], (index + 1) * factor);
            same(ends[index](), (index + 1) * factor + 1, "value");
          }
        same(sum(counts.map((count) => count.runs)), 20, "runs");
      };
    }],
    repeated: [200, () => {
      const head = signal(0);
      const end = memo(() => { let total = 0; for (let time = 0; time < 30; time++) total += head.get(); return total; });
      return steady(head, end, [watch(end)], 100, (value) => value * 30);
    }],
    triangle: [100, () => {
      const head = signal(0);
      const chain = [plus(head.get, 0)];
      for (let above = 0; above < 9; above++) chain.push(plus(chain[above], 1));
      const end = memo(() => { let total = 0; for (const read of chain) total += read(); return total; });
      return steady(head, end, [watch(end)], 100, (value) => value * 10 + 45);
    }],
    unstable: [100, () => {
      const head = signal(0);
      const double = memo(() => head.get() * 2);
      const inverse = memo(() => -head.get());
      const end = memo(() => {
        let total = 0;
        for (let time = 0; time < 20; time++) total += head.get() % 2 === 0 ? inverse() : double();
        return total;
      });
      return steady(head, end, [watch(end)], 100, (value) => (value % 2 === 0 ? value * -20 : value * 40));
    }],
  };
  return Object.entries(graphs).map(([name, [rounds, build]]) => [name, () => {
    const [end, round] = core.root(build);
    round();
    round();
    const taken = time(() => { for (let count = 0; count < rounds; count++) round(); });
    end();
    return taken;
  }]);
}

function cellx(core) {
  const { signal, memo, effect, batch } = core;
  // Sums stay small: the layers repeat after a while.
  const byHand = (values, layers) => {
    for (let layer = 0; layer < layers; layer++) {
      const [first, second, third, fourth] = values;
      values = [second, first - third, second + fourth, third];
    }
    return values;
  };
  const once = (layers) => {
    let runs = 0;
    const [dispose, [signals, ends]] = core.root(() => {
      const signals = [1, 2, 3, 4].map((value) => signal(value));
      let last = signals.map((own) => own.get);
      for (let layer = 0; layer < layers; layer++) {
        const [first, second, third, fourth] = last;
        last = [memo(() => second()), memo(() => first() - third()), memo(() => second() + fourth()), memo(() => third())];
        for (const read of last) effect(() => { read(); runs++; });
      }
      return [signals, last];
    });
    let before, after;
    const taken = time(() => {
      before = ends.map((read) => read());
      batch(() => signals.forEach((own, index) => own.set(4 - index)));
      after = ends.map((read) => read());
    });
    byHand([1, 2, 3, 4], layers).forEach((value, index) => same(before[index], value, "before"));
    byHand([4, 3, 2, 1], layers).forEach((value, index) => same(after[index], value, "after"));
    if (runs < 4 * layers || runs > 8 * layers) throw new Error(`${runs} runs`);
    dispose();
    return taken;
  };
  return [1000, 2500].map((layers) => [`cellx ${layers}`, () => sum(list(3, () => once(layers)))]);
}

// Apart by how many signals are read, so that reading few costs no loop.
function reading(signals, first, reads) {
  const [one, two, three, four] = signals.slice(first, first + 4);
  switch (reads) {
    case 0: return () => 0;
    case 1: return () => one.get();
    case 2: return () => one.get() + two.get();
    case 4: return () => one.get() + two.get() + three.get() + four.get();
    default: return () => {
      let total = 0;
      for (let index = first; index < first + reads; index++) total += signals[index].get();
      return total;
    };
  }
}

function sources(core, count) {
  const signals = list(count, (value) => core.signal(value));
  for (let time = 0; time < 3; time++) for (const own of signals) own.get();
  return signals;
}

const MANY = 100_000;

function create(core) {
  const sample = (reads, effects, readers) => () => {
    const count = (effects / readers) * reads;
    const [, signals] = core.root(() => sources(core, count));
    let runs = 0, total = 0;
    const taken = time(() => {
      const [end] = core.root(() => {
        for (let index = 0; index < effects; index++) {
          const read = reading(signals, Math.floor(index / readers) * reads, reads);
          core.effect(() => { runs++; total += read(); });
        }
      });
      end();
    });
    same(runs, effects, "runs");
    same(total, ((count * (count - 1)) / 2) * readers, "sum");
    return taken;
  };
  const signals = () => {
    let last;
    const taken = time(() => {
      const [end, found] = core.root(() => {
        const own = list(MANY, (value) => core.signal(value));
        return own[MANY - 1].get();
      });
      last = found;
      end();
    });
    same(last, MANY - 1, "last");
    return taken;
  };
  return [
    ["create signals", signals],
    ["create 0 to 1", sample(0, MANY, 1)],
    ["create 1 to 1", sample(1, MANY, 1)],
    ["create 2 to 1", sample(2, MANY / 2, 1)],
    ["create 4 to 1", sample(4, MANY / 4, 1)],
    ["create 1000 to 1", sample(1000, MANY / 1000, 1)],
    ["create 1 to 2", sample(1, MANY, 2)],
    ["create 1 to 4", sample(1, MANY, 4)],
    ["create 1 to 8", sample(1, MANY, 8)],
    ["create 1 to 1000", sample(1, MANY, 1000)],
  ];
}

function update(core) {
  const sample = (reads, effects, writes) => () => {
    const [, signals] = core.root(() => sources(core, reads));
    let runs = 0, seen = 0;
    const taken = time(() => {
      const [end] = core.root(() => {
        const read = reading(signals, 0, reads);
        for (let index = 0; index < effects; index++) core.effect(() => { runs++; seen = read(); });
      });
      for (let value = 1; value <= writes; value++) core.batch(() => signals[0].set(value));
      end();
    });
    same(runs, effects * (writes + 1), "runs");
    same(seen, writes + (reads * (reads - 1)) / 2, "value");
    return taken;
  };
  return [
    ["update 1 to 1", sample(1, 1, 200_000)],
    ["update 2 to 1", sample(2, 1, 200_000)],
    ["update 4 to 1", sample(4, 1, 100_000)],
    ["update 1000 to 1", sample(1000, 1, 1000)],
    ["update 1 to 2", sample(1, 2, 100_000)],
    ["update 1 to 4", sample(1, 4, 100_000)],
    ["fan-out 1000", sample(1, 1000, 1000)],
    ["fan-out 10000", sample(1, 10_000, 100)],
  ];
}

// sfc32, seeded by the mixing steps of MurmurHash3: see the rows in Rust.
function random(text) {
  let hash = 2166136261 | 0;
  for (const letter of text) {
    const word = Math.imul(letter.charCodeAt(0), 3432918353);
    hash ^= Math.imul((word << 15) | (word >>> 17), 461845907);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 3864292196) | 0;
  }
  hash ^= text.length;
  const state = list(4, () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash | 0;
  });
  return () => {
    const [first, second, third, count] = state;
    const next = (count + 1) | 0;
    const number = (first + second + next) | 0;
    state[0] = second ^ (second >>> 9);
    state[1] = (third + (third << 3)) | 0;
    state[2] = (((third << 21) | (third >>> 11)) + number) | 0;
    state[3] = next;
    return (number >>> 0) / 4294967296;
  };
}

// name, width, layers, reads, steady part, read part, writes, sum, memo runs
const SHAPES = [
  ["dynamic: simple component", 10, 5, 2, 1, 0.2, 600_000, 19199968, 3480000],
  ["dynamic: component", 10, 10, 6, 0.75, 0.2, 15_000, 302310782860, 1155000],
  ["dynamic: large web app", 1000, 12, 4, 0.95, 1, 7_000, 29355933696000, 1463000],
  ["dynamic: wide dense", 1000, 5, 25, 1, 1, 3_000, 1171484375000, 732000],
  ["dynamic: deep", 5, 500, 3, 1, 1, 500, 3.0239642676898464e241, 1246500],
  ["dynamic: very dynamic", 100, 15, 6, 0.5, 1, 2_000, 15664996402790400, 1078000],
];

function layered(core) {
  const sample = ([, width, layers, reads, steadyPart, readPart, writes, expected, expectedRuns]) => () => {
    let runs = 0;
    const all = (above) => core.memo(() => {
      runs++;
      let total = 0;
      for (const read of above) total += read();
      return total;
    });
    const allButOne = ([first, ...rest]) => core.memo(() => {
      runs++;
      let total = first();
      const whole = Math.trunc(total), leftOut = whole & 1 ? whole % rest.length : -1;
      for (let index = 0; index < rest.length; index++) if (index !== leftOut) total += rest[index]();
      return total;
    });
    const [dispose, [signals, leaves]] = core.root(() => {
      const draw = random("seed"), signals = list(width, (value) => core.signal(value));
      let layer = signals.map((own) => own.get);
      for (let below = 1; below < layers; below++) {
        const steady = list(width, () => draw() < steadyPart), above = layer;
        layer = list(width, (index) => {
          const around = list(reads, (offset) => above[(index + offset) % width]);
          return steady[index] ? all(around) : allButOne(around);
        });
      }
      const away = random("seed"), leaves = layer;
      for (let gone = Math.round(width * (1 - readPart)); gone > 0; gone--) {
        leaves.splice(Math.floor(away() * leaves.length), 1);
      }
      core.effect(() => { for (const read of leaves) read(); });
      return [signals, leaves];
    });
    const run = (first) => {
      for (let step = first; step < writes; step++) {
        const index = step % width;
        core.batch(() => signals[index].set(step + index));
        for (const read of leaves) read();
      }
      return sum(leaves.map((read) => read()));
    };
    run(Math.max(0, writes - 2 * width));
    runs = 0;
    let found;
    const taken = time(() => { found = run(0); });
    same(found, expected, "sum");
    if (!core.isEager || readPart === 1) same(runs, expectedRuns, "runs");
    dispose();
    return taken;
  };
  return SHAPES.map((shape) => [shape[0], sample(shape)]);
}

function tree(core) {
  const build = (count) => {
    const shared = core.signal(0);
    const leaf = () => {
      for (let number = 0; number < 3; number++) {
        const own = core.signal(number), read = core.memo(() => own.get() + 1);
        core.effect(() => { count.runs++; read(); if (number === 0) shared.get(); });
      }
    };
    for (let outer = 0; outer < 10; outer++) {
      core.scope(() => { for (let inner = 0; inner < 10; inner++) core.scope(leaf); });
    }
    return shared;
  };
  return [["owner tree", () => {
    const count = { runs: 0 };
    const [end, shared] = core.root(() => build(count));
    core.batch(() => shared.set(1));
    same(count.runs, 400, "runs");
    end();
    count.runs = 0;
    const taken = time(() => { for (let round = 0; round < 50; round++) core.root(() => build(count))[0](); });
    same(count.runs, 50 * 300, "runs");
    return taken;
  }]];
}

export const rows = (core) => new Map([kairo, cellx, create, update, layered, tree].flatMap((group) => group(core)));
