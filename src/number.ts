/** A number for readers: thin-space-free thousands (1,234), at most `digits` decimals, − as the minus sign, – for null. */
export function readableNumber(value: number | null, digits = 2): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const rounded = Math.abs(value).toFixed(digits);
  const [whole, fraction = ""] = rounded.split(".") as [string, string?];
  const decimals = fraction.replace(/0+$/, "");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (decimals ? `.${decimals}` : "");
  return value < 0 && Number(rounded) !== 0 ? `−${text}` : text;
}

/** A count with its noun in the right number: 1 point, 1,200 points, 0 repositories. `plural` where it is not the noun with an s. */
export function countedNoun(count: number, noun: string, plural = `${noun}s`): string {
  return `${readableNumber(count)} ${count === 1 ? noun : plural}`;
}

/** A change with its sign: +12, −3, ±0. */
export function signedNumber(value: number | null, digits = 2): string {
  if (value === null || Number.isNaN(value)) return "–";
  const text = readableNumber(Math.abs(value), digits);
  if (text === "0") return "±0";
  return value > 0 ? `+${text}` : `−${text}`;
}

/** A share as a percentage with one digit: 0.123 is 12.3 %. Null, and shares of nothing, are –. */
export function percentText(share: number | null, digits = 1): string {
  if (share === null || !Number.isFinite(share)) return "–";
  const text = (Math.abs(share) * 100).toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${share < 0 && Number(text) !== 0 ? "−" : ""}${text} %`;
}

/** Bytes for readers: 820 B, 12.4 kB, 3.1 MB. */
export function readableBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${readableNumber(bytes / 1e3, 1)} kB`;
  if (bytes < 1e9) return `${readableNumber(bytes / 1e6, 1)} MB`;
  return `${readableNumber(bytes / 1e9, 1)} GB`;
}
