import {describe, expect, it} from "vitest";
import {withFrontMatter} from "../../src/notebook/front-matter-edit.ts";
import {withHeadingTitle} from "../../src/notebook/heading-title.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";

const edited = (text: string, changes: Record<string, unknown>) => withFrontMatter(parseNotebook(text), changes);

describe("the title of a new notebook", () => {
  const text = (title: string, heading: string) => `---\ntidemark: 1\ntitle: ${title}\n---\n\n# ${heading}\n\nText.\n`;
  const follow = (before: string, after: string) => withHeadingTitle(parseNotebook(before), after);
  it("is that of its heading, until it was set by hand or is more than plain text", () => {
    expect(follow(text("Untitled", "Untitled"), text("Untitled", "My question"))).toBe(
      text("My question", "My question")
    );
    const windows = (one: string) => `\ufeff${one.replaceAll("\n", "\r\n")}`;
    expect(follow(windows(text("Untitled", "Untitled")), windows(text("Untitled", "My question")))).toBe(
      windows(text("My question", "My question"))
    );
    for (const [before, after] of [
      [text("Mine", "Untitled"), text("Mine", "Other")],
      [text("Untitled", "Untitled"), text("Own", "Other")],
      [text("Untitled", "A"), text("Untitled", "*A*")],
      [text("Untitled", "A"), text("Untitled", "Now ${n}")]
    ] as const)
      expect(follow(before, after)).toBe(after);
  });
});

describe("withFrontMatter", () => {
  it("changes the lines of what is set, in the file's own line ends", () => {
    const text = "---\r\ntidemark: 1 # format\r\ntitle: A\r\ngrants: [global] # all\r\nx: y\r\n---\r\n\r\n# A\r\n";
    expect(edited(text, {title: "B"})).toBe(text.replace("title: A", "title: B"));
    expect(edited(text, {grants: undefined})).toBe(text.replace("grants: [global] # all\r\n", ""));
    expect(edited(text, {grants: ["org:a", "global"]})).toBe(text.replace("[global]", "[org:a, global]"));
    expect(edited(text, {title: "A"})).toBe(text);
  });

  it("adds members, and front matter where there is none", () => {
    expect(edited("---\ntidemark: 1\n---\n# A\n", {title: "A"})).toBe("---\ntidemark: 1\ntitle: A\n---\n# A\n");
    expect(edited("---\n---\n# A\n", {title: "A"})).toBe("---\ntidemark: 1\ntitle: A\n---\n# A\n");
    expect(edited("\ufeff# A\n", {title: "A"})).toBe("\ufeff---\ntidemark: 1\ntitle: A\n---\n\n# A\n");
  });
});
