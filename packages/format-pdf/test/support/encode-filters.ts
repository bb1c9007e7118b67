/** Data as `LZWDecode` takes it; `early` codes too early codes get longer. ISO 32000-2 §7.4.4. */
export function lzwEncoded(data: Uint8Array, early: 0 | 1 = 1): Uint8Array {
  let bits = '';
  let table = new Map<string, number>();
  const reset = (): void => {
    table = new Map(
      Array.from({ length: 258 }, (_, code) => [code < 256 ? String.fromCharCode(code) : `#${code}`, code]),
    );
  };
  const width = (): number => Math.min(12, Math.ceil(Math.log2(Math.max(table.size + early, 257))));
  const put = (code: number): void => {
    bits += code.toString(2).padStart(width(), '0');
  };
  reset();
  put(256);
  let run = '';
  for (const byte of data) {
    const longer = run + String.fromCharCode(byte);
    if (table.has(longer)) {
      run = longer;
      continue;
    }
    put(table.get(run) ?? 0);
    table.set(longer, table.size);
    run = String.fromCharCode(byte);
    if (table.size < 4095) continue;
    put(256);
    reset();
  }
  if (run !== '') put(table.get(run) ?? 0);
  table.set('#end', table.size);
  put(257);
  return Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (byte) => parseInt(byte.padEnd(8, '0'), 2));
}

/** Data as `ASCII85Decode` takes it; ISO 32000-2 §7.4.3. */
export function ascii85Encoded(data: Uint8Array): Uint8Array {
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = data.subarray(at, at + 4);
    let value = Array.from({ length: 4 }, (_, index) => group[index] ?? 0).reduce((sum, byte) => sum * 256 + byte, 0);
    const digits = Array.from({ length: 5 }, () => {
      const digit = value % 85;
      value = Math.floor(value / 85);
      return String.fromCharCode(33 + digit);
    });
    const whole = digits.reverse().join('');
    text += whole === '!!!!!' && group.length === 4 ? 'z' : whole.slice(0, group.length + 1);
  }
  return Buffer.from(`${text}~>`);
}

/** Data as `RunLengthDecode` takes it, in literal runs and, for equal bytes, short ones; ISO 32000-2 §7.4.5. */
export function runLengthEncoded(data: Uint8Array): Uint8Array {
  const parts: number[] = [];
  for (let at = 0; at < data.length;) {
    const byte = data[at] ?? 0;
    let count = 1;
    while (count < 128 && data[at + count] === byte) count++;
    parts.push(...(count > 1 ? [257 - count, byte] : [0, byte]));
    at += count;
  }
  return Uint8Array.from([...parts, 128]);
}
