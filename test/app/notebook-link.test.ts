import {deflateSync} from "fflate";
import {describe, expect, it} from "vitest";
import {LONGEST_LINK, notebookHash, textOfLink} from "../../src/app/share/notebook-link.ts";
import * as fc from "../property.ts";

const BASE = "https://acme.example/tidemark/";
const queryOf = (hash: string) => hash.slice(hash.indexOf("?") + 1);
const packed = (bytes: Uint8Array) => `z=${Buffer.from(deflateSync(bytes)).toString("base64url")}`;

describe("a notebook's link", () => {
  it("gives back the text, byte for byte", () => {
    fc.assert(
      fc.property(fc.string({unit: "grapheme", maxLength: 400}), (text) => {
        expect(textOfLink(queryOf(notebookHash("a.md", text, BASE)!))).toBe(text);
      }),
      {numRuns: 100}
    );
    for (const text of ["", "\ufeff# a\r\n", "no end", "\r\n\r\n"])
      expect(textOfLink(queryOf(notebookHash("a.md", text, BASE)!))).toBe(text);
  });

  it("is made as long as chats and mails carry it, and no longer", () => {
    // digits that do not repeat: nothing to compress but their alphabet
    const text = (length: number) => {
      let [out, x] = ["", 1];
      while (out.length < length) {
        x = (x * 48_271) % 2_147_483_647;
        out += x.toString(36);
      }
      return out.slice(0, length);
    };
    const hash = notebookHash("a b.md", text(10_000), BASE)!;
    expect(hash).toMatch(/^#\/shared\/a%20b\.md\?z=[\w-]+$/);
    expect(BASE.length + hash.length).toBeLessThanOrEqual(LONGEST_LINK);
    expect(notebookHash("a.md", text(30_000), BASE)).toBeNull();
  });

  it.each([
    ["nothing", "", /holds no notebook/],
    ["another parameter", "at=x", /holds no notebook/],
    ["characters no link has", "z=a%3Cscript%3E", /characters that no link/],
    ["what is not deflated", "z=AAAABBBBCCCC", /damaged or cut off|cut off/],
    ["one letter", "z=A", /damaged or cut off/],
    ["a cut one", queryOf(notebookHash("a.md", "# A notebook\n".repeat(40), "")!).slice(0, -12), /cut off/],
    ["what is no text", packed(Uint8Array.of(0xff, 0xfe, 0xff)), /no text/],
    ["one that grows beyond all measure", packed(new Uint8Array(30_000_000)), /longer than 2 MB/],
    ["an endless one", `z=${"A".repeat(300_000)}`, /longer than any link/]
  ])("refuses %s with a sentence", (_, query, expected) => {
    expect(() => textOfLink(query)).toThrow(expected);
  });
});
