/** Colours between two others, written as CSS has them and worked out where CSS is not understood. */

/** A colour between two others as CSS has it; `share` of the second, from 0 to 1, is rounded to thousandths. */
export function mixed(from: string, to: string, share: number): string {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  if (percent === 0) return from;
  return percent === 100 ? to : `color-mix(in srgb, ${to} ${percent}%, ${from})`;
}

/** A drawing with its mixed colours worked out, where variables are hex codes already: not every program can mix. */
export function withMixedColors(svg: string): string {
  return svg.replace(
    /color-mix\(in srgb, (#[0-9a-f]{6}) ([\d.]+)%, (#[0-9a-f]{6})\)/gi,
    (_, to: string, percent: string, from: string) => blend(from, to, Number(percent) / 100)
  );
}

function blend(from: string, to: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [from, to].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
    return Math.round(a! + (b! - a!) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
