// Reads data blocks as `packed.rs` describes them.

/** The lines of the data blocks that have not been read yet, each as the JSON of a stream's line. */
export function dataLines() {
  const blocks = document.querySelectorAll("script[data-limosa]:not([data-read])");
  const lines = Array.from(blocks, (block) => {
    block.setAttribute("data-read", "");
    return block.textContent;
  }).join("\n");
  return unpackLines(lines, lines.includes("@") ? texts() : []).join("\n");
}

// The texts of the page in the order of the document.
function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode.data);
  return texts;
}

/** Packed lines as JSON. One that does not fit the page any more is left out: its query is asked for. */
export function unpackLines(lines, texts) {
  const page = { texts, passed: 0 };
  const read = lines.split("\n").map((line) => {
    if (!line || line[0] === "{") return line;
    const [key, tag, stamp, packed, sum] = line.split("\t");
    const value = unpack(packed, page, sum);
    return value && `{"query":${JSON.stringify({ key, tag, stamp }).slice(0, -1)},"value":${value}}}`;
  });
  return read.filter((line) => line);
}

/** The JSON that was packed; nothing if it is not whole, or the check sum is not that of the texts it refers to. */
export function unpack(packed, page, sum) {
  let at = 0;
  let read = 0n;
  // What follows, if it is of this form.
  const next = (form) => {
    form.lastIndex = at;
    const found = form.exec(packed)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const need = (form) => {
    const found = next(form);
    if (!found) throw form;
    return found;
  };
  const text = () => {
    page.passed += +need(/@\d+/y).slice(1);
    const text = page.texts[page.passed - 1];
    if (text === undefined) throw text;
    read = addToSum(read, text);
    return `"${text}"`;
  };
  const string = () => need(/"(?:[^"\\]|\\.)*"/y);
  const value = () =>
    ({ "@": text, '"': string, "[": packed[at + 1] === "*" ? rows : parts, "{": parts })[packed[at]]?.() ??
    need(/[^,\]}|]+/y);
  const parts = () => {
    let json = need(/[[{]/y);
    for (;;) {
      json += next(/[,:]*/y);
      const end = next(/[\]}]/y);
      if (end) return json + end;
      json += value();
    }
  };
  const rows = () => {
    const keys = [];
    need(/\[/y);
    while (next(/[*,]/y)) keys.push(string());
    const rows = [];
    while (next(/\|/y)) rows.push(row(keys));
    need(/]/y);
    return `[${rows}]`;
  };
  const row = (keys) => {
    if (next(/=/y)) return value();
    return `{${keys.map((key, place) => (place && need(/,/y), `${key}:${value()}`))}}`;
  };
  try {
    const json = value();
    return at === packed.length && String(read >> 32n) === sum ? json : undefined;
  } catch {}
}

// Eight bytes at a time, as `add_to_sum`.
function addToSum(sum, text) {
  const bytes = new TextEncoder().encode(text);
  const eights = new BigUint64Array((bytes.length + 7) >> 3);
  new Uint8Array(eights.buffer).set(bytes);
  for (const eight of eights) {
    const mixed = ((sum << 5n) | (sum >> 59n)) ^ eight;
    sum = BigInt.asUintN(64, BigInt.asUintN(64, mixed) * 0x517cc1b727220a95n);
  }
  return sum;
}
