import {describe, expect, it} from "vitest";
import {openedNotebook} from "../../src/notebook/opened-notebook.ts";

describe("a text that came in a file", () => {
  it("is a notebook of ours as it is, byte for byte", () => {
    const text = "\ufeff---\r\ntidemark: 1\r\n---\r\n\r\n# Mine";
    expect(openedNotebook(text, false)).toEqual({text, notes: []});
  });

  it("is made one when it is Framework's Markdown or HTML of Notebook Kit, and is none when it is other HTML", () => {
    expect(openedNotebook("# Page\n\n```js\ndisplay(1)\n```\n", false)?.text).toContain("tidemark: 1");
    const kit = '<!doctype html><notebook><title>Kit</title><script type="text/markdown"># Kit</script></notebook>';
    expect(openedNotebook(kit, true)?.text).toContain("# Kit");
    expect(openedNotebook("<!doctype html><p>a page", true)).toBeNull();
  });
});
