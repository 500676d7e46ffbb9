/** A chart as a picture to keep or to paste: what is shown, in the colours of paper. */
import {messageOf} from "../../error.ts";
import {type Frame, framedSvg} from "../../report/framed-svg.ts";
import {standaloneSvg} from "../../report/standalone-svg.ts";
import type {App} from "../app.ts";
import {download} from "../dom.ts";
import type {MenuItem} from "../menu.ts";

/** What a figure shows now: safe SVG text, and what its page says around it. */
export interface Picture {
  readonly svg: string;
  readonly frame: Frame;
}

/** Pixels of a PNG for each of the drawing: sharp on paper and on fine screens. */
const SCALE = 2;

/** The entries of a figure's menu that take its picture away; none where nothing is drawn. */
export function pictureItems(app: App, picture: Picture | null, name: string): readonly MenuItem[] {
  if (!picture) return [];
  const attempt = (task: () => Promise<string | null>) => () =>
    void task().then(
      (said) => said && app.toasts.show(said),
      (error: unknown) => app.toasts.show(messageOf(error), {kind: "error"})
    );
  return [
    {
      label: "Copy chart as PNG",
      run: attempt(async () => {
        // the promise goes in at once: a browser takes it only during the click
        await navigator.clipboard.write([new ClipboardItem({"image/png": pngOf(picture)})]);
        return "The chart is copied as a picture.";
      })
    },
    {
      label: "Chart as PNG",
      run: attempt(async () => {
        download(`${name}.png`, await pngOf(picture), "image/png");
        return null;
      })
    },
    {
      label: "Chart as SVG",
      run: attempt(async () => {
        download(`${name}.svg`, standaloneSvg(framedSvg(picture.svg, picture.frame)), "image/svg+xml");
        return null;
      })
    }
  ];
}

/** The picture as PNG, with the font in it that its labels were measured for. */
async function pngOf({svg, frame}: Picture): Promise<Blob> {
  const {default: font} = await import("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline");
  const style = `<style>@font-face{font-family:"Inter Variable";font-weight:100 900;src:url(${font}) format("woff2")}</style>`;
  const text = standaloneSvg(framedSvg(svg, frame)).replace(/<\/desc>/, `</desc>${style}`);
  const [, width = 0, height = 0] = (/^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(text) ?? []).map(Number);
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * SCALE);
  canvas.height = Math.round(height * SCALE);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The browser made no picture of this chart."))),
      "image/png"
    )
  );
}
