/**
 * Gives each distinct number a code, counting from 0 in the order of first sight: an open hash table over one array. A Map
 * of doubles takes ten times as long, and a table repeats a few instants a million times.
 */
export interface NumberCodes {
  /** By code; the first `count` are numbers. */
  values: Float64Array;
  slots: Int32Array;
  count: number;
  last: number;
}

/** An empty dictionary. */
export function numberCodes(): NumberCodes {
  return {values: new Float64Array(64), slots: new Int32Array(256), count: 0, last: 0};
}

/** The code of a number; −1 for NaN. */
export function codeOfNumber(codes: NumberCodes, value: number): number {
  if (codes.count && codes.values[codes.last] === value) return codes.last;
  if (Number.isNaN(value)) return -1;
  const mask = codes.slots.length - 1;
  let slot = slotOf(value, mask);
  for (let found = codes.slots[slot]!; found; found = codes.slots[slot]!) {
    if (codes.values[found - 1] === value) {
      codes.last = found - 1;
      return found - 1;
    }
    slot = (slot + 1) & mask;
  }
  if (codes.count === codes.values.length) {
    const wider = new Float64Array(codes.count * 2);
    wider.set(codes.values);
    codes.values = wider;
  }
  codes.last = codes.count++;
  codes.values[codes.last] = value;
  codes.slots[slot] = codes.count;
  if (codes.count * 2 > codes.slots.length) spread(codes);
  return codes.last;
}

function spread(codes: NumberCodes): void {
  const slots = new Int32Array(codes.slots.length * 4);
  const mask = slots.length - 1;
  for (let code = 0; code < codes.count; code++) {
    let slot = slotOf(codes.values[code]!, mask);
    while (slots[slot]) slot = (slot + 1) & mask;
    slots[slot] = code + 1;
  }
  codes.slots = slots;
}

/** Mixes the lower half, the upper half and the fraction. */
function slotOf(value: number, mask: number): number {
  const whole = Math.floor(value);
  let hash = Math.imul(whole | 0, 0x9e3779b1) ^ Math.imul((whole / 4_294_967_296) | 0, 0x85ebca6b);
  if (whole !== value) hash ^= Math.imul(((value - whole) * 4_294_967_296) | 0, 0xc2b2ae35);
  return (hash ^ (hash >>> 16) ^ (hash >>> 7)) & mask;
}
