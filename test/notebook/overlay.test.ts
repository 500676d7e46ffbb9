import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {overlaid, withOverlay} from "../../src/notebook/overlay.ts";
import {array, assert, constantFrom, dictionary, integer, oneof, property, record, string} from "../property.ts";

const BODY = `# what we run
kind: capture-group   # detect
title:   'Node versions'
series:
    - {label: a, data: x}   # odd indent
    - label: "b"
      data: 'y'
display: { limit: 5 , sort: result-count }

filters:
  repositories:
    include:
      - ^a   # keep
  contexts: web
# the end`;

describe("an overlay", () => {
  it("sets, merges and removes members of a value", () => {
    const value = {title: "t", display: {limit: 5, sort: "median"}, filters: {contexts: ["web"]}};
    expect(overlaid(value, {display: {limit: 7}, filters: {contexts: null}, from: "2024-01-01"})).toEqual({
      title: "t",
      display: {limit: 7, sort: "median"},
      from: "2024-01-01"
    });
  });

  it("is written where its members stand, and nowhere else", () => {
    const text = withOverlay(BODY, {
      filters: {repositories: {include: ["^b", "^c: d"]}, captures: {exclude: ["rc"]}},
      display: {limit: 7},
      from: "2024-01-01"
    });
    expect(text).toBe(`# what we run
kind: capture-group   # detect
title:   'Node versions'
series:
    - {label: a, data: x}   # odd indent
    - label: "b"
      data: 'y'
display: { limit: 7 , sort: result-count }

filters:
  repositories:
    include:
      - ^b   # keep
      - "^c: d"
  contexts: web
  captures: {exclude: [rc]}
from: 2024-01-01
# the end`);
  });

  it("takes out members, and maps that hold nothing then", () => {
    const text = withOverlay(BODY, {filters: {repositories: {include: null}, contexts: null}, display: {limit: null}});
    expect(text).toBe(`# what we run
kind: capture-group   # detect
title:   'Node versions'
series:
    - {label: a, data: x}   # odd indent
    - label: "b"
      data: 'y'
display: { sort: result-count }

# the end`);
  });

  it("that changes nothing leaves every byte", () => {
    expect(withOverlay(BODY, {display: {limit: 5}, filters: {contexts: "web"}, until: null})).toBe(BODY);
  });

  it("written and read again is the value with the overlay on it", () => {
    const leaf = oneof(
      string({maxLength: 8}),
      integer({min: 0, max: 99}),
      array(string({maxLength: 5}), {maxLength: 3}),
      constantFrom(null)
    );
    const names = constantFrom("title", "from", "display", "filters", "limit", "a b");
    const overlay = dictionary(names, oneof(leaf, dictionary(names, leaf, {maxKeys: 3})), {maxKeys: 4});
    const start = constantFrom(
      BODY,
      "title: t",
      "title: t\n",
      "display:\n  limit: 1\n  a b: 2\nfilters: {a b: [x], limit: 3}\n"
    );
    assert(
      property(record({start, overlay}), ({start: body, overlay: changes}) => {
        expect(parse(withOverlay(body, changes)) ?? {}).toEqual(overlaid(parse(body), changes));
      }),
      {numRuns: 400}
    );
  });
});
