/** A page of drawings, one below the other, for a program that takes pictures of it. */
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline";
import {sha256Base64} from "../hash.ts";

/** Where a drawing stands in the page, in CSS pixels. */
export interface PicturePlace {
  readonly x: 0;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The page of drawings as `standaloneSvg` gives them, which loads and runs nothing, and where each stands. */
export function picturePage(drawings: readonly string[]): {
  readonly html: string;
  readonly places: readonly PicturePlace[];
} {
  const style = `@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(${inter}) format("woff2")}body{margin:0}svg{display:block}`;
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; font-src data:`;
  let y = 0;
  const places = drawings.map((svg): PicturePlace => {
    const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    const place: PicturePlace = {x: 0, y, width: Math.ceil(Number(width ?? 0)), height: Math.ceil(Number(height ?? 0))};
    y += place.height;
    return place;
  });
  return {
    html: `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><meta charset="utf-8"><title>Drawings</title><style>${style}</style><body>${drawings.join("")}`,
    places
  };
}
