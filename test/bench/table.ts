import type {Measured} from "./measure.ts";

/** What was measured as one table for a terminal: a line for each side. */
export function readableTable(measured: readonly Measured[]): string {
  const head = ["case", "rows", "side", "ms", "MB", "Tidemark ÷ it", "target"];
  const lines = measured.flatMap(({name, rows, product, targetMs, targetMb, beside, mismatch, notes}) => [
    [
      name,
      rows ? rows.toLocaleString("en-US") : "",
      product.name,
      milliseconds(product.ms),
      megabytes(product.mb),
      "",
      targetMs !== null
        ? verdict(`≤ ${targetMs} ms`, product.ms <= targetMs)
        : targetMb !== null
          ? verdict(`≤ ${targetMb} MB`, (product.mb ?? Number.NaN) <= targetMb)
          : ""
    ],
    ...beside.map(({name: side, ms, mb, ratio, target}) => [
      "",
      "",
      side,
      milliseconds(ms),
      megabytes(mb),
      `${times(ratio)}`,
      target === null ? "" : verdict(`≤ ${times(target)}`, ratio <= target)
    ]),
    ...notes.map((note) => ["", "", `(${note})`, "", "", "", ""]),
    ...(mismatch ? [["", "", `MISMATCH ${mismatch}`, "", "", "", ""]] : [])
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...lines.map((cells) => cells[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => ([1, 3, 4, 5].includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...lines.map(line)].join("\n");
}

function milliseconds(ms: number): string {
  if (Number.isNaN(ms)) return "–";
  return ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : Math.round(ms).toLocaleString("en-US");
}

function megabytes(mb: number | null): string {
  return mb === null ? "" : Math.round(mb).toLocaleString("en-US");
}

/** `1.3×`, or `1/40` where the product is much faster. */
function times(ratio: number): string {
  if (Number.isNaN(ratio)) return "–";
  return ratio < 0.1 ? `1/${Math.round(1 / ratio)}` : `${ratio.toFixed(2)}×`;
}

function verdict(target: string, isMet: boolean): string {
  return `${target} ${isMet ? "✓" : "✗"}`;
}
