/** Sections that are folded: on the page, in the outline, and kept in this browser. The file knows nothing of them. */

import type {CellState} from "../../notebook/run.ts";
import {type Folds, foldsOf, headingNames, type Part} from "../../notebook/sections.ts";
import {readableNumber} from "../../number.ts";
import {h, ICONS, icon} from "../dom.ts";
import "../style/folding.css";

export interface Folding {
  /** Goes on with other cells, or other text in them. */
  update(states: readonly CellState[]): void;
  /** Folds what is open, opens what is folded. */
  toggle(name: string): void;
  foldAll(): void;
  openAll(): void;
  readonly hasFolded: boolean;
  isFolded(name: string): boolean;
  isHidden(key: string): boolean;
  /** Opens whatever hides a cell. */
  reveal(key: string): void;
  /** The heading that a cell's own text begins with, else that of the section it stands in; null: none. */
  headingOf(key: string): string | null;
  /** Where that heading stands: the key of its cell; null: nowhere. */
  cellOf(name: string): string | null;
  /** The name of a heading by its anchor. */
  nameOf(anchor: string): string | null;
}

const keyOf = (notebook: string) => `tidemark-folds ${notebook}`;

function readFolded(notebook: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(notebook)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === "string") : [];
  } catch {
    return [];
  }
}

function keepFolded(notebook: string, folded: ReadonlySet<string>): void {
  try {
    if (folded.size) localStorage.setItem(keyOf(notebook), JSON.stringify([...folded]));
    else localStorage.removeItem(keyOf(notebook));
  } catch {
    // a full storage forgets what is folded
  }
}

/**
 * The folding of a notebook's page. `domOf` gives the element of a cell; `onChange` is told after something was folded or
 * opened; `hasFailed` says whether a cell is in error by now.
 */
export function createFolding(
  notebook: string,
  domOf: (key: string) => HTMLElement | undefined,
  onChange: () => void,
  hasFailed: (key: string) => boolean
): Folding {
  const folded = new Set(readFolded(notebook));
  let states: readonly CellState[] = [];
  let names: ReadonlyMap<string, string> = new Map();
  let parts: readonly (readonly Part[])[] = [];
  let folds: Folds = {hidden: [], section: [], hiddenBy: []};

  const proseOf = (key: string) =>
    [...(domOf(key)?.querySelector(".output > .prose")?.children ?? [])] as HTMLElement[];
  const partOf = (element: HTMLElement): Part => {
    const name = /^H[1-6]$/.test(element.tagName) ? names.get(element.id) : undefined;
    return name === undefined ? null : {depth: Number(element.tagName[1]), name};
  };
  const apply = () => {
    folds = foldsOf(parts, folded);
    states.forEach(({key}, i) => {
      const dom = domOf(key);
      if (!dom) return;
      dom.classList.toggle("in-fold", folds.hiddenBy[i] !== null);
      if (!parts[i]!.length) return;
      proseOf(key).forEach((element, k) => {
        const part = parts[i]![k] ?? null;
        element.classList.toggle("in-fold", folds.hidden[i]![k] ?? false);
        if (part) showHeading(element, part.name);
      });
    });
  };
  const showHeading = (heading: HTMLElement, name: string) => {
    let button = heading.querySelector<HTMLButtonElement>(":scope > .heading-fold");
    if (!button) {
      button = h(
        "button",
        {class: "heading-fold", type: "button", tabindex: -1, on: {click: () => folding.toggle(button!.dataset.name!)}},
        icon(ICONS.right)
      );
      const text = h("span", {id: `${heading.id}-text`});
      text.append(...heading.childNodes);
      heading.append(button, text);
      // the name of the heading is its text, without the button's
      heading.setAttribute("aria-labelledby", text.id);
    }
    const isFolded = folded.has(name);
    button.dataset.name = name;
    button.setAttribute("aria-expanded", String(!isFolded));
    button.setAttribute("aria-label", `Section ${heading.lastElementChild?.textContent ?? ""}`);
    button.title = isFolded ? "Unfold this section (F)" : "Fold this section (F)";
    heading.querySelector(":scope > .fold-count")?.remove();
    if (isFolded) heading.append(h("span", {class: "fold-count"}, countText(name)));
  };
  const countText = (name: string): string => {
    const inside = states.filter((_, i) => folds.hiddenBy[i] === name);
    // as it is by now: only what changes text or is hidden is told here
    const failed = inside.filter(({key}) => hasFailed(key)).length;
    if (!inside.length) return "folded";
    return `${readableNumber(inside.length)} ${inside.length === 1 ? "cell" : "cells"}${failed ? `, ${readableNumber(failed)} with an error` : ""}`;
  };
  const changed = () => {
    keepFolded(notebook, folded);
    apply();
    onChange();
  };
  const placeOf = (key: string) => states.findIndex((state) => state.key === key);
  const headings = () => parts.flat().flatMap((part) => part ?? []);
  const folding: Folding = {
    update(next) {
      states = next;
      names = headingNames(next.flatMap(({output}) => (output?.type === "markdown" ? output.headings : [])));
      parts = next.map(({key, output}) => (output?.type === "markdown" ? proseOf(key).map(partOf) : []));
      apply();
    },
    toggle(name) {
      if (!folded.delete(name)) folded.add(name);
      changed();
    },
    foldAll() {
      // the title of the notebook is no section to fold
      const all = headings();
      const top = Math.min(...all.map(({depth}) => depth));
      const isTitle = all.filter(({depth}) => depth === top).length === 1 && all.length > 1;
      for (const {depth, name} of all) if (!isTitle || depth > top) folded.add(name);
      changed();
    },
    openAll() {
      folded.clear();
      changed();
    },
    get hasFolded() {
      return headings().some(({name}) => folded.has(name));
    },
    isFolded: (name) => folded.has(name),
    isHidden: (key) => (folds.hiddenBy[placeOf(key)] ?? null) !== null,
    reveal(key) {
      const at = placeOf(key);
      if (at < 0 || folds.hiddenBy[at] === null || folds.hiddenBy[at] === undefined) return;
      // one fold within another: as many as it takes
      for (let by = folds.hiddenBy[at]; by; by = folds.hiddenBy[at]!) {
        folded.delete(by);
        folds = foldsOf(parts, folded);
      }
      changed();
    },
    headingOf(key) {
      const at = placeOf(key);
      const own = parts[at]?.find((part) => part !== null);
      return own?.name ?? folds.section[at] ?? null;
    },
    cellOf: (name) => states[parts.findIndex((own) => own.some((part) => part?.name === name))]?.key ?? null,
    nameOf: (anchor) => names.get(anchor) ?? null
  };
  return folding;
}
