import {describe, expect, it} from "vitest";
import {WEB_TEXTS} from "../../../src/notebook/js/web-texts.ts";
import * as fc from "../../property.ts";

const own = WEB_TEXTS as {
  TextEncoder: typeof TextEncoder;
  TextDecoder: typeof TextDecoder;
  btoa: typeof btoa;
  atob: typeof atob;
};

describe("texts and bytes in a bare realm", () => {
  it("are those of a browser, also where they are broken", () => {
    fc.assert(
      fc.property(fc.string({unit: "binary", maxLength: 30}), fc.uint8Array({maxLength: 12}), (text, bytes) => {
        expect(new own.TextEncoder().encode(text)).toEqual(Uint8Array.from(new TextEncoder().encode(text)));
        // how many U+FFFD stand for one broken run is not ours to copy
        const squeezed = (decoded: string) => decoded.replace(/\ufffd+/g, "\ufffd");
        expect(squeezed(new own.TextDecoder().decode(bytes))).toBe(squeezed(new TextDecoder().decode(bytes)));
        const latin = String.fromCharCode(...bytes);
        expect(own.btoa(latin)).toBe(btoa(latin));
        expect(own.atob(btoa(latin))).toBe(latin);
      }),
      {numRuns: 100}
    );
  });
});
