import {describe, expect, it} from "vitest";
import {type PaintedPage, paintedPages} from "../../src/app/painted/painted-pages.ts";

/** A storage as a browser has it, with room for so many characters. */
function storageOf(room: number): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    clear: () => items.clear(),
    setItem(key: string, value: string) {
      const used = [...items].reduce((sum, [name, text]) => sum + (name === key ? 0 : text.length), 0);
      if (used + value.length > room) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    }
  };
}

const page = (at: number, html: string, styles = ""): PaintedPage => ({at, home: at % 2 === 1, html, styles});

describe("painted pages", () => {
  it("are read as they were kept, by notebook and workspace", () => {
    const storage = storageOf(10_000_000);
    const pages = paintedPages("", storage);
    pages.keep("a.md", page(7, "<p>\nlines\n</p>"));
    expect(pages.read("a.md")).toEqual(page(7, "<p>\nlines\n</p>"));
    pages.keep("c.md", page(8, "<p>\n</p>", "p{color:red}"));
    expect(pages.read("c.md")).toEqual(page(8, "<p>\n</p>", "p{color:red}"));
    expect(pages.read("b.md")).toBeNull();
    expect(paintedPages("there", storage).read("a.md")).toBeNull();
    pages.drop("a.md");
    expect(pages.read("a.md")).toBeNull();
  });

  it("make room for the newest, and leave what else is stored alone", () => {
    const storage = storageOf(10_000_000);
    storage.setItem("tidemark-theme", "dark");
    const pages = paintedPages("", storage);
    const html = "x".repeat(390_000);
    for (const at of [3, 1, 5, 4, 6]) pages.keep(`${at}.md`, page(at, html));
    expect([1, 3, 4, 5, 6].filter((at) => pages.read(`${at}.md`))).toEqual([3, 4, 5, 6]);
    pages.keep("large.md", page(9, "x".repeat(400_001)));
    expect(pages.read("large.md")).toBeNull();
    pages.clear();
    expect(pages.size()).toBe(0);
    expect(storage.getItem("tidemark-theme")).toBe("dark");
  });

  it("are not kept where there is no room, and what is no page is none", () => {
    const storage = storageOf(100);
    const pages = paintedPages("", storage);
    pages.keep("a.md", page(1, "x".repeat(200)));
    expect(pages.read("a.md")).toBeNull();
    storage.setItem("tidemark-painted /a.md", "anything\n\nelse");
    expect(pages.read("a.md")).toBeNull();
  });
});
