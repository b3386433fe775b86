// The cores of npm, all with the same few functions. One root is current at a time.

const cores = {
  "alien-signals": async () => {
    const { signal, computed, effect, effectScope, startBatch, endBatch } = await import("alien-signals");
    return {
      signal: (value) => { const own = signal(value); return { get: own, set: own }; },
      memo: computed,
      effect: (run) => { effect(run); },
      batch: (write) => { startBatch(); write(); endBatch(); },
      root: (build) => { let built; const end = effectScope(() => { built = build(); }); return [end, built]; },
      scope: (build) => { effectScope(build); },
    };
  },
  "preact signals": async () => {
    const { signal, computed, effect, batch } = await import("@preact/signals-core");
    // It has no owners: the ends of effects are kept for the root.
    let ends = [];
    return {
      signal: (value) => { const own = signal(value); return { get: () => own.value, set: (next) => { own.value = next; } }; },
      memo: (compute) => { const own = computed(compute); return () => own.value; },
      effect: (run) => { ends.push(effect(() => { run(); })); },
      batch,
      root: (build) => {
        const list = (ends = []);
        return [() => list.forEach((end) => end()), build()];
      },
      scope: (build) => build(),
    };
  },
  "solid-js": async () => {
    const { createSignal, createMemo, createRenderEffect, createRoot, batch, untrack } = await import("solid-js");
    return {
      isEager: true,
      signal: (value) => { const [get, set] = createSignal(value); return { get, set: (next) => set(() => next) }; },
      memo: (compute) => createMemo(compute),
      effect: (run) => createRenderEffect(run),
      batch,
      root: (build) => createRoot((end) => [end, build()]),
      // A memo is the smallest owner below another.
      scope: (build) => { createMemo(() => untrack(build)); },
    };
  },
};

export const names = Object.keys(cores);
export const load = (name) => cores[name]();
