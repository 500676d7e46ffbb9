/** The log of pings in the page: what it survives, who holds it, what leaves it. */
import {mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {eventLogPaths, readEventLogs} from "../../src/cli/event-logs.ts";
import {hashedInsights, knownText} from "../../src/notebook/known-insights.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {eventLine, parseEvents} from "../../src/ping/event.ts";
import {type ServedApp, serveApp, settled} from "./harness.ts";
import {killable} from "./killable.ts";
import {answerPicker, pathsBeside, readBeside} from "./opened-folder.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("static");
});
afterAll(() => app.close());

async function names(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const open = indexedDB.open("tidemark-events");
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction("events").objectStore("events").getAll();
          all.onsuccess = () => {
            open.result.close();
            resolve(all.result.map(({name}: {name: string}) => name).sort());
          };
        };
      })
  );
}

const of = (all: readonly string[], name: string) => all.filter((one) => one === name).length;

describe("the event log", () => {
  it("loses nothing that is older than 50 ms when the browser is killed", async () => {
    const profile = await mkdtemp(join(tmpdir(), "tidemark-profile-"));
    const rounds = 3;
    try {
      for (let round = 0; round < rounds; round++) {
        const {page, kill} = await killable(profile);
        await page.goto(`${app.address}#/get-started`);
        await page.getByRole("tab").nth(1).waitFor();
        // clicked, and 50 ms later everything is dead; later only where the disk takes longer for one write of its own
        await page.evaluate(
          () =>
            new Promise<void>((resolve, reject) => {
              const open = indexedDB.open("test-disk");
              open.onupgradeneeded = () => open.result.createObjectStore("writes", {autoIncrement: true});
              open.onerror = () => reject(open.error);
              open.onsuccess = () => {
                document.querySelectorAll<HTMLElement>('[role="tab"]')[1]!.click();
                const write = open.result.transaction("writes", "readwrite", {durability: "strict"});
                write.objectStore("writes").add(0);
                const written = new Promise((done) => write.addEventListener("complete", done));
                void Promise.all([written, new Promise((done) => setTimeout(done, 50))]).then(() => resolve());
              };
            })
        );
        await kill();
      }
      const {page, kill} = await killable(profile);
      await page.goto(`${app.address}#/pings`);
      await page.locator("table.pings").first().waitFor();
      const all = await names(page);
      await kill();
      expect(of(all, "InsightsGetStartedTabClick")).toBe(rounds);
      expect(of(all, "InsightsGetStartedPage")).toBe(rounds);
      expect(of(all, "InsightsUniquePageView")).toBe(1);
    } finally {
      await rm(profile, {recursive: true, force: true, maxRetries: 5});
    }
  });

  it("counts a page view for each page of insights, and a unique one once a week", async () => {
    const {page, context} = await app.open("#/get-started");
    await page.getByRole("tab").first().waitFor();
    for (const hash of ["#/create", "#/notebooks", "#/data", "#/docs", "#/pings", "#/create/search"]) {
      await page.goto(app.address + hash);
      await page.locator(".page").first().waitFor();
      await page.waitForTimeout(300);
    }
    await expect.poll(async () => of(await names(page), "InsightsPageView")).toBe(4);
    expect(of(await names(page), "InsightsUniquePageView")).toBe(1);
    await context.close();
  });

  it("stops at once when it is switched off, in every tab, and over a reload", async () => {
    const {page, context} = await app.open("#/get-started");
    await page.getByRole("tab").nth(2).waitFor();
    await expect.poll(async () => of(await names(page), "InsightsGetStartedPage")).toBe(1);
    const other = await context.newPage();
    await other.goto(`${app.address}#/pings`);
    await other.getByRole("switch").click();
    await other.getByText("Recording is off").waitFor();
    const before = await names(other);
    await page.getByRole("tab").nth(1).click();
    await page.reload();
    await page.getByRole("tab").nth(2).click();
    await page.waitForTimeout(500);
    expect(await names(page)).toEqual(before);
    await other.getByRole("switch").click();
    await other.getByText("Recording is on").waitFor();
    await page.getByRole("tab").nth(3).click();
    await expect.poll(async () => of(await names(page), "InsightsGetStartedTabClick")).toBe(1);
    await context.close();
  });

  it("can be deleted, with a way back, and the id changed", async () => {
    const {page, context} = await app.open("#/get-started");
    await page.getByRole("tab").first().waitFor();
    await page.goto(`${app.address}#/pings`);
    await page.locator("table.pings").first().waitFor();
    // the totals of the day come from the database
    await expect.poll(async () => of(await names(page), "TotalDashboardCount"), {timeout: 30_000}).toBe(1);
    const before = await names(page);
    await page.getByRole("button", {name: "Delete the log"}).click();
    await page.getByText("Nothing recorded yet").waitFor();
    // past the time when the workspace is counted on the first open of a day: that was done
    await page.waitForFunction(() => performance.now() > 5000);
    expect(await names(page)).toEqual([]);
    await page.getByRole("button", {name: "Undo"}).click();
    await page.locator("table.pings").first().waitFor();
    expect(await names(page)).toEqual(before);
    const user = () => page.locator(".recording code").textContent();
    const first = await user();
    expect(first).toMatch(/^anon-[0-9a-f-]{36}$/);
    await page.getByRole("button", {name: "Take a new id"}).click();
    await expect.poll(user).not.toBe(first);
    await context.close();
  });

  it("takes in a teammate's log once, and shows a file before it is saved", async () => {
    const {page, context, seen} = await app.open("#/get-started");
    await page.getByRole("tab").first().waitFor();
    await page.goto(`${app.address}#/pings`);
    await page.locator("table.pings").first().waitFor();
    const folder = await mkdtemp(join(tmpdir(), "tidemark-"));
    const log = join(folder, "ben.ndjson");
    const event = (id: string, name: string) =>
      eventLine({
        ...{id, name, at: Date.now(), user: "anon-ben", session: "s-ben", version: "0.2.0"},
        argument: {insightType: "SearchBased"}
      });
    await writeFile(log, `${event("ben-1", "InsightHover")}${event("ben-2", "InsightHover")}not an event\n`);
    const cell = page.locator('tr:has(code:text-is("InsightHover")) td').first();
    expect(await cell.textContent()).toBe("0");
    for (const said of ["2 new events merged; 1 line is no event", "0 new events merged"]) {
      await page.locator('.recording input[type="file"]').setInputFiles(log);
      await page.getByText(said).waitFor();
      await expect.poll(() => cell.textContent()).toBe("2");
    }
    await page.getByRole("button", {name: "Event log", exact: true}).click();
    const shown = await page.locator(".export-dialog pre").textContent();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: /^Save /}).click()
    ]);
    expect(await readFile((await file.path())!, "utf8")).toBe(shown);
    expect(parseEvents(shown!)).toMatchObject({messages: []});
    expect(parseEvents(shown!).value.filter(({user}) => user === "anon-ben")).toHaveLength(2);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
    await rm(folder, {recursive: true, force: true});
  });
});

describe("the log in a workspace's folder", () => {
  const other =
    '{"id":"x1","name":"InsightEdit","at":"2026-11-02T00:00:00Z","user":"anon-2","session":"","version":"0.2.0"}\n';

  it("is written beside those of others in a folder that is served, and goes with the log", async () => {
    const served = await serveApp("workspace", app.browser);
    const folder = join(served.folder, "events");
    const logs = async () => (await readdir(folder).catch(() => [])).filter((name) => name !== "anon-2.ndjson");
    const {page, context} = await served.open("#/get-started");
    await page.getByRole("tab").first().waitFor();
    await page.goto(`${served.address}#/pings`);
    const share = page.getByRole("button", {name: "Keep it in the folder, too"});
    await share.waitFor();
    expect(await logs()).toEqual([]);
    await share.click();
    const said = page.locator(".shared-log code").first();
    await expect.poll(() => said.textContent()).toMatch(/^events\/anon-[0-9a-f-]{36}\.ndjson$/);
    const path = (await said.textContent())!;
    await writeFile(join(folder, "anon-2.ndjson"), other);
    const {events, messages} = await readEventLogs(served.folder, await eventLogPaths(served.folder));
    expect(messages).toEqual([]);
    expect(
      of(
        events.map(({name}) => name),
        "InsightsGetStartedPage"
      )
    ).toBe(1);
    // totals are the workspace's, not the person's
    expect([...new Set(events.map(({user}) => `events/${user}.ndjson`))].sort()).toEqual(
      ["events/anon-2.ndjson", path].sort()
    );

    // deleted, brought back, off, on
    await page.getByRole("button", {name: "Delete the log"}).click();
    await expect.poll(logs).toEqual([]);
    await page.locator(".toast").getByRole("button", {name: "Undo"}).click();
    await expect.poll(logs).toHaveLength(1);
    await page.getByRole("switch").click();
    await expect.poll(logs).toEqual([]);
    await page.getByRole("switch").click();
    await expect.poll(logs).toHaveLength(1);
    await page.getByRole("button", {name: "Take it out of the folder"}).click();
    await expect.poll(logs).toEqual([]);
    expect(await readFile(join(folder, "anon-2.ndjson"), "utf8")).toBe(other);
    await context.close();
    await served.close();
  });

  it("is written without asking where an opened folder has logs, and holds nothing of other workspaces", async () => {
    const {page, context} = await app.open("#/get-started");
    await page.getByRole("tab").nth(1).click();
    const text = (title: string) =>
      `---\ntidemark: 1\n---\n\n# Mine\n\n\`\`\`yaml insight id=one\ndata: todo\ntitle: ${title}\n\`\`\`\n`;
    const known = (title: string) => knownText(hashedInsights("mine.md", parseNotebook(text(title))));
    await answerPicker(context, "acme", {
      "notebooks/mine.md": text("One"),
      "events/anon-2.ndjson": other,
      "events/known-insights.json": known("One")
    });
    await page.goto(`${app.address}#/notebooks`);
    await page.reload();
    await page.getByRole("button", {name: "Open a folder"}).click();
    await page.getByText("Kept in the folder acme").waitFor();
    // what is edited here is noted, so that the command line does not count it as an edit of the file
    await page.goto(`${app.address}#/notebooks/mine.md`);
    await settled(page);
    await page.locator("#cell-one").focus();
    await page.keyboard.press("Enter");
    await page.locator("#cell-one .cm-content").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("!");
    await expect.poll(() => readBeside(page, "acme/events/known-insights.json")).toBe(known("One!"));
    await page.goto(`${app.address}#/pings`);
    const path = (await page.locator(".shared-log code").first().textContent())!;
    expect(await pathsBeside(page, "acme")).toEqual(
      ["events/anon-2.ndjson", path, "events/known-insights.json", "notebooks/mine.md"].sort()
    );
    const {value, messages} = parseEvents((await readBeside(page, `acme/${path}`))!);
    expect(messages).toEqual([]);
    expect(
      of(
        value.map(({name}) => name),
        "InsightEdit"
      )
    ).toBe(1);
    expect(value.filter(({name}) => name.startsWith("InsightsGetStarted"))).toEqual([]);
    expect(of(await names(page), "InsightsGetStartedTabClick")).toBe(1);
    expect(await readBeside(page, "acme/events/anon-2.ndjson")).toBe(other);
    await context.close();
  });
});
