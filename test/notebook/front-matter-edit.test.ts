import {describe, expect, it} from "vitest";
import {withFrontMatter} from "../../src/notebook/front-matter-edit.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";

const edited = (text: string, changes: Record<string, unknown>) => withFrontMatter(parseNotebook(text), changes);

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
