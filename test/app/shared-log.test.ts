import {describe, expect, it} from "vitest";
import {savedNote} from "../../src/app/folder/saved-note.ts";
import {sharedEvents} from "../../src/app/pings/shared-log.ts";
import {hashedInsights, KNOWN_INSIGHTS, knownText} from "../../src/notebook/known-insights.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {eventLines, type PingEvent} from "../../src/ping/event.ts";
import * as fc from "../property.ts";
import {memoryFiles} from "../store/stores.ts";

const event = (id: number, user = "anon-1"): PingEvent => ({
  ...{id: `e${id}`, name: "InsightEdit", at: id * 1000, user, session: "s", version: "0.2.0"},
  argument: {}
});
const ids = (events: readonly PingEvent[]) => events.map(({id}) => id);

describe("a person's log in a folder", () => {
  it("holds what file and browser have, each once, and gives back what the browser lost", () => {
    const {all, lost} = sharedEvents([event(1), event(2)], [event(2), event(3)], "anon-1", Number.NEGATIVE_INFINITY);
    expect([ids(all), ids(lost)]).toEqual([["e1", "e2", "e3"], ["e1"]]);
  });

  it("has nothing left of what was deleted, and all that others have in it", () => {
    const held = [event(1), event(2, "anon-2"), event(3)];
    const {all, lost} = sharedEvents(held, [event(4)], "anon-1", 3000);
    expect([ids(all), ids(lost)]).toEqual([["e2", "e4"], []]);
  });

  it("comes to the same file from any order and any number of writes", () => {
    const some = fc.array(fc.tuple(fc.integer({min: 1, max: 9}), fc.constantFrom("anon-1", "anon-2")), {maxLength: 12});
    fc.assert(
      fc.property(some, some, fc.integer({min: 0, max: 9}), (a, b, cleared) => {
        const [held, own] = [a, b].map((list) =>
          list.map(([id, user]) => event(id + (user === "anon-2" ? 10 : 0), user))
        );
        const mine = own!.filter(({user, at}) => user === "anon-1" && at > cleared * 1000);
        const once = sharedEvents(held!, mine, "anon-1", cleared * 1000);
        const twice = sharedEvents(once.all, [...mine, ...once.lost].reverse(), "anon-1", cleared * 1000);
        expect(twice.lost).toEqual([]);
        expect(eventLines(twice.all)).toBe(eventLines(once.all));
        expect(new Set(ids(once.all)).size).toBe(once.all.length);
      })
    );
  });
});

describe("what the app saves in a folder", () => {
  const text = (...names: string[]) =>
    `---\ntidemark: 1\n---\n\n${names.map((id) => `\`\`\`yaml insight id=${id}\ntitle: ${id}\ndata: d\n\`\`\`\n`).join("\n")}`;
  const known = (body: string) => knownText(hashedInsights("a.md", parseNotebook(body)));
  const heldIn = (files: ReturnType<typeof memoryFiles>) => new TextDecoder().decode(files.content.get(KNOWN_INSIGHTS));

  it("is noted where insights are known, so that the command line does not count it again", async () => {
    const files = memoryFiles(new Map([[KNOWN_INSIGHTS, new TextEncoder().encode(known(text("one")))]]));
    const noted = await savedNote(files, "a.md", async () => ({text: text("one")}));
    // another program writes meanwhile
    files.content.set(KNOWN_INSIGHTS, new TextEncoder().encode(known(text("one", "theirs"))));
    await noted(text("one", "two"));
    expect(heldIn(files)).toBe(known(text("one", "theirs", "two")));
    await (await savedNote(files, "a.md", async () => ({text: text("one", "two")})))(null);
    expect(heldIn(files)).toBe(known(text("theirs")));
  });

  it("leaves no file where nobody counts", async () => {
    const files = memoryFiles();
    await (await savedNote(files, "a.md", async () => null))(text("one"));
    expect(files.content.size).toBe(0);
  });
});
