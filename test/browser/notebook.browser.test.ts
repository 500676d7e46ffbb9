/** A notebook in the page: charts, points, editing, saving, pings, reports. */
import {execFile} from "node:child_process";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {unzipSync} from "fflate";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parseEvents} from "../../src/ping/event.ts";
import {
  drawn,
  inEveryLook,
  ROOT,
  type ServedApp,
  seriousFindings,
  serveApp,
  settled,
  sidewaysScroll
} from "./harness.ts";

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
});
afterAll(() => app.close());

/** Writes a notebook into the workspace and opens it. */
async function openNotebook(name: string, cells: string, options: {dark?: boolean; width?: number} = {}) {
  await writeFile(
    join(app.folder, "notebooks", name),
    `---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n# Test\n\n${cells}\n`
  );
  const opened = await app.open(`#/notebooks/${name}`, options);
  await settled(opened.page);
  return opened;
}

/** What of a page would move or fade for longer than an eye sees. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const seconds = (list: string) => Math.max(...list.split(",").map(Number.parseFloat));
    return [...document.querySelectorAll("*")].flatMap((element) =>
      ["", "::before", "::after"].flatMap((part) => {
        const style = getComputedStyle(element, part || null);
        const moves =
          seconds(style.transitionDuration) > 0.01 ||
          style.scrollBehavior === "smooth" ||
          (style.animationName !== "none" &&
            (seconds(style.animationDuration) > 0.01 || style.animationIterationCount === "infinite"));
        return moves ? [`${element.tagName.toLowerCase()}.${element.className}${part}`] : [];
      })
    );
  });
}

async function editCell(
  page: Page,
  id: string,
  text: string,
  end: "Control+Enter" | "Escape" = "Control+Enter"
): Promise<void> {
  const cell = page.locator(`#cell-${id}`);
  await cell.hover();
  if (!(await cell.locator(".cm-content").count())) await cell.getByRole("button", {name: "Edit source"}).click();
  await cell.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await page.keyboard.press(end);
  // the first Escape may have closed a list of completions
  if (end === "Escape" && (await cell.locator(".cm-content").count())) await page.keyboard.press(end);
}

/** The events of this page's log, by name. */
async function events(page: Page): Promise<Record<string, number>> {
  const text = await page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const open = indexedDB.open("tidemark-events");
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction("events").objectStore("events").getAll();
          all.onsuccess = () =>
            resolve(
              all.result.map((event) => JSON.stringify({...event, at: new Date(event.at).toISOString()})).join("\n")
            );
        };
      })
  );
  const counts: Record<string, number> = {};
  for (const {name} of parseEvents(text).value) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const INSIGHT = "```yaml insight id=cjs\ntitle: CommonJS\ndata: cjs-require\nlabel: require()\n```";

describe("a notebook page", () => {
  it("shows the sample with charts, and nothing on it asks for another host", async () => {
    const {page, context, seen} = await app.open("#/notebooks/module-migration.md");
    await drawn(page);
    expect(await page.locator(".cell[data-kind=insight] .picture svg").count()).toBe(2);
    expect(await page.locator("h1").textContent()).toBe("The end of require()");
    expect(await page.locator(".prose .value").first().textContent()).toBe("1,649");
    expect(seen).toEqual({foreign: [], errors: []});
    // where nothing hovers the tools of all cells are shown, and none lies over another's
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setTouchEmulationEnabled", {enabled: true});
    const places = await page
      .locator(".cell-actions")
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect()).map(({top, bottom}) => ({top, bottom})));
    expect(places.length).toBeGreaterThan(4);
    for (const [i, {bottom}] of places.slice(0, -1).entries()) expect(bottom).toBeLessThanOrEqual(places[i + 1]!.top);
    // on paper it is text and figures in ink, whatever theme and editor are there
    await page.evaluate(() => {
      document.documentElement.dataset.theme = "dark";
    });
    await page.locator(".cell[data-kind=insight]").first().press("Enter");
    await page.locator(".cell-source .cm-content").waitFor();
    await page.emulateMedia({media: "print"});
    const tools =
      ".top, .notebook-bar, .outline, .cell-actions, .cell-source, .cell-facts, .add-bar, .tools, .resize, .grid-tools, .panel";
    expect(await page.locator(tools).filter({visible: true}).count()).toBe(0);
    expect(await page.locator(".cell[data-kind=insight] .picture svg").filter({visible: true}).count()).toBe(2);
    expect(
      await page.evaluate(() => {
        const {backgroundColor, color} = getComputedStyle(document.body);
        return [backgroundColor, color];
      })
    ).toEqual(["rgb(255, 255, 255)", "rgb(22, 32, 42)"]);
    await context.close();
  });

  it("shows text, titles and the room of results until they are there, and nothing moves", async () => {
    const {page, context} = await app.open("#/docs");
    let letIn = () => {};
    const held = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    await context.route(/\/store\.worker/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${app.address}#/notebooks/module-migration.md`);
    await page.reload();
    const chart = page.locator("#cell-cjs");
    await chart.locator(".awaited-room strong", {hasText: "require() is almost gone"}).waitFor();
    const text = page.locator(".cell").first().locator(".awaited-room");
    expect(await text.locator("h1").textContent()).toBe("The end of require()");
    expect(await text.locator(".value-room").count()).toBe(5);
    await chart.getByRole("button", {name: "Stop"}).waitFor();
    const before = (await chart.boundingBox())!;
    letIn();
    await drawn(page);
    expect(await page.locator(".awaited-room").count()).toBe(0);
    const after = (await chart.boundingBox())!;
    expect(after.y).toBe(before.y);
    // a line more or less of caption
    expect(Math.abs(after.height - before.height)).toBeLessThan(24);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const observer = new PerformanceObserver((list) =>
            resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as {value: number}).value, 0))
          );
          observer.observe({type: "layout-shift", buffered: true});
          setTimeout(() => resolve(0), 1000);
        })
    );
    // 0.3 without the room; what is left is text in its final font
    expect(shift).toBeLessThan(0.05);
    await context.close();
  });

  it("opens what is behind a point by pointer and by key, and gives the focus back", async () => {
    const {page, context} = await openNotebook("point.md", INSIGHT);
    await drawn(page);
    const surface = page.locator("#cell-cjs .surface");
    await surface.focus();
    for (const key of ["End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft"])
      await page.keyboard.press(key);
    // March 2026: vega/vega went from 1,099 to 33
    expect(await page.locator(".surface [aria-live]").textContent()).toBe("require(), 1 Mar 2026: 80");
    await page.keyboard.press("Enter");
    await page.locator(".shares tbody tr").first().waitFor();
    expect(await page.locator(".point-value").textContent()).toBe("80 matches");
    expect(await page.locator(".point-change").textContent()).toBe("−1,066 since 1 Feb 2026");
    expect(await page.locator(".shares tbody tr").first().locator("td").allTextContents()).toEqual([
      "github.com/vega/vega",
      "33",
      "▼ −1,066"
    ]);
    expect(await page.locator(".overlay .chosen circle").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("Behind this point").isHidden()).toBe(true);
    expect(await page.locator(".overlay .chosen circle").count()).toBe(0);
    expect(await surface.evaluate((element) => element === document.activeElement)).toBe(true);
    const box = (await surface.boundingBox())!;
    await page.mouse.click(box.x + box.width - 20, box.y + box.height / 2);
    await page.locator(".point-value").waitFor();
    expect(await page.locator(".point-when").textContent()).toBe("1 Aug 2026");
    await context.close();
  });

  it("runs again only what depends on a changed input", async () => {
    const cells = [
      INSIGHT,
      "```yaml input id=least\ntype: range\nmin: 0\nmax: 2000\nstep: 100\nvalue: 0\n```",
      "```sql id=large\nSELECT count(*) AS points FROM cjs WHERE value >= ${least}\n```",
      "```sql id=apart\nSELECT 1 AS one\n```",
      "Points: **${large.points}**."
    ];
    const {page, context} = await openNotebook("input.md", cells.join("\n\n"));
    await page.evaluate(() => {
      const ran: string[] = [];
      Object.assign(window, {ran});
      new MutationObserver((changes) => {
        for (const {target} of changes)
          if ((target as HTMLElement).dataset.status === "running") ran.push((target as HTMLElement).id || "text");
      }).observe(document.querySelector(".cells")!, {subtree: true, attributeFilter: ["data-status"]});
    });
    expect(await page.locator(".prose .value").textContent()).toBe("60");
    await page.locator("#cell-least input").fill("1600");
    await expect.poll(() => page.locator(".prose .value").textContent()).toBe("43");
    const ran = new Set(await page.evaluate(() => (window as unknown as {ran: string[]}).ran));
    expect(ran).toEqual(new Set(["cell-least", "cell-large", "text"]));
    await context.close();
  });

  it("gives what is selected in a chart, by pointer and by key, to other cells", async () => {
    const spec = (params: string, x: string, y: string) =>
      `{"mark": "${x === "series" ? "bar" : "line"}", "params": [${params}], "encoding": {"x": {"field": "${x}", "type": "${x === "series" ? "nominal" : "temporal"}"}, "y": {"field": "${y}", "type": "quantitative"}}}`;
    const part = (param: string, x: string, type: string, select: string, width: number) =>
      `{"mark": "point", "width": ${width}, "height": 120, "params": [{"name": "${param}", "select": {"type": "${select}", "encodings": ["x"]}}], "encoding": {"x": {"field": "${x}", "type": "${type}"}, "y": {"field": "value", "type": "quantitative"}}}`;
    const cells = [
      INSIGHT,
      `\`\`\`vega-lite id=chart data=cjs caption="A range"\n${spec('{"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}', "recorded_at", "value")}\n\`\`\``,
      "```sql id=within\nSELECT count(*) AS points FROM cjs WHERE recorded_at BETWEEN ${brush.from} AND ${brush.until}\n```",
      "```sql id=rows\nSELECT * FROM (VALUES ('one', 1), ('two', 2)) AS t(series, n)\n```",
      `\`\`\`vega-lite id=bars data=rows\n${spec('{"name": "pick", "select": {"type": "point", "fields": ["series"]}}, {"name": "least", "value": 0, "bind": {"input": "range", "max": 5, "name": "Least"}}', "series", "n")}\n\`\`\``,
      "```sql id=picked\nSELECT sum(n) AS n, ${least} AS least FROM rows WHERE series IN (${pick})\n```",
      // several plots: one selects a range, the other a value; and facets, which share a range
      `\`\`\`vega-lite id=two data=cjs\n{"hconcat": [${part("span", "recorded_at", "temporal", "interval", 300)}, ${part("name", "series", "nominal", "point", 100)}]}\n\`\`\``,
      "```sql id=in_span\nSELECT count(*) AS points FROM cjs WHERE recorded_at BETWEEN ${span.from} AND ${span.until}\n```",
      `\`\`\`vega-lite id=facets data=cjs\n{"facet": {"row": {"field": "status"}}, "spec": ${part("each", "recorded_at", "temporal", "interval", 400)}}\n\`\`\``,
      "```sql id=in_each\nSELECT count(*) AS points FROM cjs WHERE recorded_at BETWEEN ${each.from} AND ${each.until}\n```"
    ];
    const {page, context, seen} = await openNotebook("select.md", cells.join("\n\n"));
    const first = (id: string) => page.locator(`#cell-${id} tbody td`).first().textContent();
    // nothing is selected: all of it counts
    await expect.poll(() => first("within")).toBe("60");
    expect(await first("picked")).toBe("3");
    const surface = page.locator("#cell-chart .selection");
    await surface.scrollIntoViewIfNeeded();
    const box = (await surface.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.4, {steps: 3});
    await page.mouse.up();
    await expect.poll(async () => Number(await first("within"))).toBeLessThan(30);
    // the chart says so once it is drawn again, which may be after other cells have their answer
    await expect
      .poll(() => page.locator("#cell-chart .selection-line").textContent())
      .toMatch(/^Selected: recorded_at \d+ \w+ \d{4} – /);
    await page.locator("#cell-chart").getByRole("button", {name: "Clear"}).click();
    await expect.poll(() => first("within")).toBe("60");
    // the first tenth of the axis, and on by a step
    await page.locator("#cell-chart .selection").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => first("within")).toBe("6");
    await page.locator("#cell-chart .selection:focus").waitFor();
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => Number(await first("within"))).toBeGreaterThan(6);
    await page.locator("#cell-chart .selection:focus").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => first("within")).toBe("60");

    await page.locator("#cell-bars .selection").focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await expect.poll(() => first("picked")).toBe("2");
    const least = page.locator("#cell-bars").getByLabel("Least");
    await least.fill("4");
    await expect.poll(() => page.locator("#cell-picked tbody td").last().textContent()).toBe("4");
    // an input of a chart stays in the hand that uses it
    expect(await least.evaluate((element) => element === document.activeElement)).toBe(true);

    for (const [id, count] of [
      ["two", "in_span"],
      ["facets", "in_each"]
    ] as const) {
      await expect.poll(() => first(count)).toBe("60");
      const plot = page.locator(`#cell-${id} .selection`).first();
      await plot.scrollIntoViewIfNeeded();
      const place = (await plot.boundingBox())!;
      await page.mouse.move(place.x + place.width * 0.5, place.y + place.height * 0.5);
      await page.mouse.down();
      await page.mouse.move(place.x + place.width * 0.8, place.y + place.height * 0.4, {steps: 3});
      await page.mouse.up();
      await expect.poll(async () => Number(await first(count))).toBeLessThan(30);
      await page.locator(`#cell-${id}`).getByRole("button", {name: "Clear"}).click();
      await expect.poll(() => first(count)).toBe("60");
      await plot.focus();
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => first(count)).toBe("6");
      await page.locator(`#cell-${id} .selection:focus`).waitFor();
    }
    const named = page.locator("#cell-two .selection").last();
    await named.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.locator("#cell-two .selection-line", {hasText: /^Selected: recorded_at .*; series /}).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(seen.errors).toEqual([]);
    await context.close();
  });

  it("stops what is superseded in the database: the next answer does not wait for it", async () => {
    const heavy =
      "SELECT sum(sqrt(a.range + b.range)) AS n FROM range(10000000) AS a, range(CAST(${size} AS BIGINT)) AS b";
    const cells = [
      "```yaml input id=size\ntype: range\nmax: 10000000\nvalue: 10000000\n```",
      `\`\`\`sql id=heavy\n${heavy}\n\`\`\``,
      "```sql id=other\nSELECT ${size} AS size\n```"
    ];
    await writeFile(
      join(app.folder, "notebooks/heavy.md"),
      `---\ntidemark: 1\nsnapshots: sample\n---\n\n${cells.join("\n\n")}\n`
    );
    const {page, context, seen} = await app.open("#/notebooks/heavy.md");
    await page.locator("#cell-heavy").getByRole("button", {name: "Stop"}).waitFor({timeout: 30_000});
    await page.locator("#cell-size input").fill("0");
    // it would have run for its 30 seconds and then have failed: whatever came, came before that
    await page.locator('#cell-heavy[data-status="done"]').waitFor({timeout: 25_000});
    expect(await page.locator("#cell-other tbody td").first().textContent()).toBe("0");
    expect(seen.errors).toEqual([]);
    await context.close();
  });

  it("shows errors at their cells before anything runs, and the others run", async () => {
    const cells = [
      INSIGHT,
      "```sql id=twice\nSELECT 1\n```",
      "```sql id=twice\nSELECT 2\n```",
      "```sql id=ring_a\nSELECT * FROM ring_b\n```",
      "```sql id=ring_b\nSELECT * FROM ring_a\n```",
      '```vega-lite id=lost data=nowhere\n{"mark": "bar"}\n```',
      "```yaml insight id=select\ntitle: x\ndata: cjs-require\n```",
      "```yaml insight id=broken\ntitle: x\nstep: {fortnights: 1}\ndata: cjs-require\n```",
      "```sql id=below\nSELECT * FROM broken\n```"
    ];
    const {page, context} = await openNotebook("errors.md", cells.join("\n\n"));
    const error = (id: string) => page.locator(`#cell-${id} .message.error`).first().textContent();
    for (const [id, text] of [
      ["twice", /^The name twice stands 2 times: line 15, line 19\./],
      ["ring_a", /^These cells wait for each other, so none can run: ring_a → ring_b → ring_a\./],
      ["lost", /^There is no cell nowhere\./],
      ["select", /^The id "select" is a reserved word of SQL; choose another\./],
      ["broken", /^"step" should be a step such as .*but "fortnights" is not a unit/]
    ] as const)
      expect(await error(id), id).toMatch(text);
    expect(await page.locator("#cell-below .status").textContent()).toBe("Waiting for broken, which has no result.");
    await drawn(page);
    expect(await page.locator("#cell-cjs .picture svg").count()).toBe(1);
    await context.close();
  });

  it("stops a query that runs too long when asked, and the next one answers at once", async () => {
    const {page, context} = await openNotebook("slow.md", "```sql id=quick\nSELECT 1 AS one\n```");
    const progress = page.locator("#cell-quick .status progress");
    expect(await progress.count()).toBe(0);
    // it holds the engine until it is stopped: the bar comes, and stays
    await editCell(page, "quick", "SELECT count(*) FROM range(100000000000) AS a");
    await progress.waitFor({timeout: 30_000});
    expect(await page.locator("#cell-quick .status span").textContent()).toMatch(/^[A-Z].* · \d+(?:\.\d)? s$/);
    expect(await page.locator("#cell-quick").getAttribute("data-status")).toBe("running");
    await page.getByRole("button", {name: "Stop"}).click({timeout: 30_000});
    await page.getByText("Stopped. Run it again").waitFor();
    expect(await progress.count()).toBe(0);
    await editCell(page, "quick", "SELECT 42 AS answer");
    await page.locator("#cell-quick td", {hasText: "42"}).waitFor({timeout: 30_000});
    await context.close();
  });

  it("gives a figure another height by its edge, by pointer and by key, and takes each back", async () => {
    const {page, context} = await openNotebook("height.md", INSIGHT);
    await drawn(page);
    const file = () => readFile(join(app.folder, "notebooks/height.md"), "utf8");
    const handle = page.locator("#cell-cjs").getByRole("separator", {name: "Height of the figure"});
    const drawnHeight = async () => (await page.locator("#cell-cjs .picture svg").boundingBox())!.height;
    const before = await drawnHeight();
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 60, {steps: 4});
    // it follows the hand, and is written when the hand lets go
    await expect.poll(drawnHeight).toBeGreaterThan(before + 40);
    expect(await file()).not.toContain("height=");
    await page.mouse.move(box.x + box.width / 2, box.y + 104);
    await page.mouse.up();
    await expect.poll(file).toContain("```yaml insight id=cjs height=420\n");
    await handle.focus();
    await page.keyboard.down("ArrowUp");
    await page.keyboard.down("ArrowUp");
    await page.keyboard.up("ArrowUp");
    await expect.poll(file).toContain("```yaml insight id=cjs height=380\n");
    await page.keyboard.press("End");
    await expect.poll(file).toContain("```yaml insight id=cjs height=900\n");
    expect(await handle.getAttribute("aria-valuenow")).toBe("900");
    // three steps back: the key, the held key, the hand; the figure follows
    for (const height of [380, 420, 320]) {
      await page.keyboard.press("Control+z");
      await expect.poll(() => handle.getAttribute("aria-valuenow")).toBe(String(height));
      await expect.poll(file).toContain(height === 320 ? "```yaml insight id=cjs\n" : `id=cjs height=${height}\n`);
    }
    await expect.poll(drawnHeight).toBe(before);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(() => handle.getAttribute("aria-valuenow")).toBe("420");
    await expect.poll(drawnHeight).toBeGreaterThan(before + 80);
    await context.close();
  });

  it("goes on after a query that broke the engine", async () => {
    const {page, context} = await openNotebook(
      "broken.md",
      `${INSIGHT}\n\n\`\`\`sql id=q\nSELECT count(*) AS n FROM cjs\n\`\`\``
    );
    // more memory than a WebAssembly instance has
    await editCell(page, "q", "SELECT length(repeat('x', 4000000000)) AS n");
    await page.locator("#cell-q .message.error").waitFor({timeout: 60_000});
    await editCell(page, "q", "SELECT count(*) AS n FROM cjs");
    await page.locator("#cell-q td", {hasText: "60"}).waitFor({timeout: 30_000});
    await context.close();
  });

  it("adds, edits, moves and deletes cells, with undo, and saves each step to the file", async () => {
    const {page, context} = await openNotebook("edit.md", INSIGHT);
    const file = () => readFile(join(app.folder, "notebooks/edit.md"), "utf8");
    await page.locator(".notebook-body > .add-bar").getByRole("button", {name: "SQL"}).click();
    await page.locator("#cell-sql .cm-content").waitFor();
    await editCell(page, "sql", "SELECT count(*) AS n FROM cjs", "Escape");
    await page.locator("#cell-sql td", {hasText: "60"}).waitFor();
    const added = "\n\n```sql id=sql\nSELECT count(*) AS n FROM cjs\n```\n";
    await expect
      .poll(file)
      .toBe(`---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n# Test\n\n${INSIGHT}${added}`);
    await page.locator("#cell-sql").hover();
    await page.locator("#cell-sql").getByRole("button", {name: "Move up"}).click();
    await expect
      .poll(file)
      .toBe(
        `---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n# Test\n\n\`\`\`sql id=sql\nSELECT count(*) AS n FROM cjs\n\`\`\`\n\n${INSIGHT}\n`
      );
    await page.locator("#cell-cjs").hover();
    await page.locator("#cell-cjs").getByRole("button", {name: "Delete"}).click();
    await expect.poll(file).not.toContain("yaml insight");
    expect(await page.locator("#cell-sql .message.error").textContent()).toContain("cjs");
    await page.locator(".toast").getByRole("button", {name: "Undo"}).click();
    await expect.poll(file).toContain("yaml insight");
    await page.locator("#cell-sql td", {hasText: "60"}).waitFor();
    await context.close();
  });

  it("counts what an editing session did once, at its end, and never for a save alone", async () => {
    const {page, context} = await openNotebook("pings.md", INSIGHT);
    await expect.poll(() => events(page)).toMatchObject({InsightsPageView: 1, InsightsUniquePageView: 1});
    const cell = page.locator("#cell-cjs");
    await cell.hover();
    await cell.getByRole("button", {name: "Edit source"}).click();
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    for (const word of ["\nunit", ": fi", "les"]) {
      await page.keyboard.type(word);
      await page.waitForTimeout(700);
    }
    // saved three times by now, and nothing is counted yet
    await expect.poll(() => readFile(join(app.folder, "notebooks/pings.md"), "utf8")).toContain("unit: files");
    expect((await events(page)).InsightEdit).toBeUndefined();
    await page.keyboard.press("Escape");
    // the first Escape may have closed a list of completions
    if (await cell.locator(".cm-content").count()) await page.keyboard.press("Escape");
    await expect.poll(async () => (await events(page)).InsightEdit).toBe(1);
    await page.locator(".notebook-body > .add-bar").getByRole("button", {name: "Insight"}).click();
    await page.locator("#cell-insight .cm-content").waitFor();
    await page.locator("#cell-insight .message.note", {hasText: "Nothing is asked yet."}).waitFor();
    expect(await page.locator("#cell-insight .message:not(.note)").count()).toBe(0);
    await editCell(page, "insight", "kind: capture-group\ntitle: Versions\ndata: gha-node-version", "Escape");
    await expect.poll(async () => (await events(page)).InsightAddition).toBe(1);
    const handle = cell.getByRole("separator");
    await handle.focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(async () => (await events(page)).InsightUICustomization).toBe(1);
    await expect
      .poll(() => readFile(join(app.folder, "notebooks/pings.md"), "utf8"))
      .toContain("```yaml insight id=cjs height=340\n");
    await page.locator("#cell-insight").hover();
    await page.locator("#cell-insight").getByRole("button", {name: "Delete"}).click();
    // leaving the page is the end of a session too
    await page.goto(`${app.address}#/pings`);
    await expect.poll(async () => (await events(page)).InsightRemoval).toBe(1);
    expect(await events(page)).toMatchObject({
      InsightAddition: 1,
      InsightRemoval: 1,
      // the notebook's page; that of the pings shows no insights
      InsightsPageView: 1,
      InsightsUniquePageView: 1
    });
    // the page's summary and the command line's have the same bytes
    await page.locator("table.pings").first().waitFor();
    // the day's totals are counted behind the page
    await expect
      .poll(() => page.locator('tr:has(code:text-is("TotalDashboardCount")) td').first().textContent(), {
        timeout: 30_000
      })
      .not.toBe("–");
    const save = async (name: string) => {
      await page.getByRole("button", {name, exact: true}).click();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", {name: /^Save /}).click()
      ]);
      return (await file.path())!;
    };
    const [log, summary] = [await save("Event log"), await save("JSON")];
    const {stdout} = await promisify(execFile)(process.execPath, [
      join(ROOT, "dist/cli/tidemark.js"),
      "pings",
      "--events",
      log
    ]);
    expect(stdout).toBe(await readFile(summary, "utf8"));
    await context.close();
  });

  it.each(["module-migration", "node-versions", "clean-ups"])(
    "exports the report of %s with the command line's bytes, in another zone",
    async (name) => {
      const cli = join(app.folder, `${name}.html`);
      await promisify(execFile)(
        process.execPath,
        [join(ROOT, "dist/cli/tidemark.js"), "report", join(ROOT, `notebooks/${name}.md`), "-o", cli],
        {env: {...process.env, TZ: "America/New_York", LANG: "de_DE.UTF-8"}}
      );
      const context = await app.browser.newContext({timezoneId: "Asia/Tokyo", locale: "de-DE", acceptDownloads: true});
      const page = await context.newPage();
      await page.goto(`${app.address}#/notebooks/${name}.md`);
      await settled(page);
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", {name: "Export report"}).click()
      ]);
      expect(await readFile((await file.path())!, "utf8")).toBe(await readFile(cli, "utf8"));
      await context.close();
    }
  );

  it("draws charts over more rows than a page holds, with what their colours mean, and reports them alike", async () => {
    const chart = (id: string, mark: string, x: string, color: string) =>
      `\`\`\`vega-lite id=${id} data=many caption="${id}"\n{"mark": "${mark}", "encoding": {"x": {"field": "${x}", "type": "ordinal"}, "y": ${mark === "rect" ? '{"field": "team", "type": "nominal"}' : '{"aggregate": "sum", "field": "n", "type": "quantitative"}'}, "color": ${color}}}\n\`\`\``;
    const {page, context} = await openNotebook(
      "large.md",
      [
        "```sql id=many\nSELECT i % 12 AS month, 'team ' || (i % 5) AS team, i::DOUBLE AS n FROM range(30000) AS made(i)\n```",
        chart("bars", "bar", "month", '{"field": "team", "type": "nominal"}'),
        chart("heat", "rect", "month", '{"aggregate": "mean", "field": "n", "type": "quantitative"}')
      ].join("\n\n")
    );
    await drawn(page);
    for (const id of ["bars", "heat"])
      expect(await page.locator(`#cell-${id} figcaption`).textContent()).toContain(
        "30,000 rows, aggregated to 60 in the database."
      );
    // what is painted, in colours as the page resolves them, largest part first
    const painted = (id: string) =>
      page.locator(`#cell-${id} .picture path`).evaluateAll((paths) => {
        const shown = paths.flatMap((path) => {
          const {fill, stroke} = getComputedStyle(path);
          const box = path.getBoundingClientRect();
          return box.width > 3 && box.height > 3 ? [{fill, stroke, area: box.width * box.height}] : [];
        });
        return shown.filter(({fill}) => fill !== "none" && fill !== "rgba(0, 0, 0, 0)" && !fill.startsWith("url"));
      });
    const bars = await painted("bars");
    const colors = new Set(bars.map(({fill}) => fill));
    expect(colors.size).toBe(5);
    // each colour of the bars has its swatch: twelve bars and one small square
    for (const color of colors) {
      const areas = bars.flatMap(({fill, area}) => (fill === color ? [area] : [])).sort((a, b) => a - b);
      expect(areas).toHaveLength(13);
      expect(areas[0]).toBeLessThan(200);
    }
    const heat = await painted("heat");
    expect(heat).toHaveLength(60);
    expect(new Set(heat.map(({fill}) => fill)).size).toBeGreaterThan(20);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", {name: "Export report"}).click()
    ]);
    const cli = join(app.folder, "large.html");
    await promisify(execFile)(process.execPath, [
      join(ROOT, "dist/cli/tidemark.js"),
      ...["report", join(app.folder, "notebooks/large.md"), "-o", cli]
    ]);
    const report = await readFile(cli, "utf8");
    expect(await readFile((await file.path())!, "utf8")).toBe(report);
    expect(report).toContain("30,000 rows, aggregated to 60 in the database.");
    await context.close();
  });

  it("exports every mode and format with the command line's bytes", async () => {
    const name = "http-client-migration";
    const command = async (...words: string[]) =>
      promisify(execFile)(
        process.execPath,
        [join(ROOT, "dist/cli/tidemark.js"), "report", join(ROOT, `notebooks/${name}.md`), ...words],
        {env: {...process.env, TZ: "Pacific/Auckland", LANG: "tr_TR.UTF-8"}}
      );
    const context = await app.browser.newContext({
      timezoneId: "America/Bogota",
      locale: "tr-TR",
      acceptDownloads: true
    });
    const page = await context.newPage();
    await page.goto(`${app.address}#/notebooks/${name}.md`);
    await settled(page);
    const save = async (format: string, ...modes: string[]) => {
      await page.getByRole("button", {name: "Other formats and modes"}).click();
      await page.getByRole("radio", {name: format}).check();
      for (const mode of modes) await page.getByRole("checkbox", {name: mode}).check();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("dialog").getByRole("button", {name: "Save"}).click()
      ]);
      await page.getByRole("dialog").waitFor({state: "detached"});
      return readFile((await file.path())!);
    };
    const all = join(app.folder, "all.html");
    await command("--with-source", "--evidence", "--interactive", "-o", all);
    const report = await save("Report", "Show the source of cells", "Hold the evidence", "Bring charts to life");
    expect(report.toString()).toBe(await readFile(all, "utf8"));
    const out = join(app.folder, "out");
    await command("--format", "md,json,csv,arrow,parquet,svg,embed,notebook-kit,framework", "-o", `${out}/`);
    const others = ["Observable Notebook Kit", "Observable Framework"];
    for (const format of [
      "Markdown",
      "Answers",
      "CSV",
      "Arrow",
      "Parquet",
      "SVG",
      "Figures for other pages",
      ...others
    ]) {
      const bytes = await save(format);
      const files = format === "Answers" ? {[`${name}.json`]: bytes} : unzipSync(bytes);
      expect(Object.keys(files).length).toBeGreaterThan(0);
      for (const [path, content] of Object.entries(files))
        expect(Buffer.from(content).equals(await readFile(join(out, path))), path).toBe(true);
    }

    // the very report is printed, offline, by a frame that runs nothing
    const plain = join(app.folder, "plain.html");
    await command("-o", plain);
    await page.evaluate(() => {
      const found = globalThis as unknown as {printed: unknown};
      new MutationObserver(() => {
        const frame = document.querySelector<HTMLIFrameElement>("iframe.print-report");
        frame?.addEventListener("load", () => {
          frame.contentWindow!.print = () => {
            found.printed = {
              html: frame.srcdoc,
              sandbox: frame.sandbox.value,
              drawing: getComputedStyle(frame.contentDocument!.querySelector("figure svg")!).display
            };
            frame.contentWindow!.dispatchEvent(new Event("afterprint"));
          };
        });
      }).observe(document.body, {childList: true});
    });
    await context.setOffline(true);
    await page.getByRole("button", {name: "Other formats and modes"}).click();
    await page.getByRole("radio", {name: "PDF"}).check();
    await page.getByRole("dialog").getByRole("button", {name: "Print or save as PDF"}).click();
    const printed = await page.waitForFunction(() => (globalThis as unknown as {printed?: unknown}).printed);
    expect(await printed.jsonValue()).toEqual({
      html: await readFile(plain, "utf8"),
      sandbox: "allow-same-origin allow-modals",
      drawing: "block"
    });
    await page.locator("iframe.print-report").waitFor({state: "detached"});
    await context.close();
  });
});

describe("every page", () => {
  const PAGES = [
    "#/notebooks",
    "#/notebooks/module-migration.md",
    "#/notebooks/every-cell.md",
    "#/data",
    "#/pings",
    "#/pings/reference",
    "#/docs",
    "#/notebooks/none.md"
  ];

  /** A cell of each kind, presentation and state: what a long notebook is made of. */
  const EVERY_CELL = [
    "> A *quote*, [a link](#test), `code`, ~~gone~~ and a number: ${rows.n}; ${1 + rows.n} waits for leave.[^1]\n\n- [x] done\n- [ ] open\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n\n[^1]: A note.",
    ...["line", "area", "stacked", "percent-stacked", "bars", "pie", "number", "table"].map(
      (presentation) =>
        `\`\`\`yaml insight id=${presentation.replace("-", "_")}\ntitle: As ${presentation}\npresentation: ${presentation}\npoints: 8\nseries:\n  - {label: require(), data: cjs-require}\n  - {label: import, data: esm-import}\n\`\`\``
    ),
    "```sql id=rows caption=\"Rows\"\nSELECT 1 AS n, 'a' AS t, NULL AS nothing\n```",
    ...["select", "radio", "checkbox", "range", "text", "date-range", "repository", "team"].map(
      (type) => `\`\`\`yaml input id=i_${type.replace("-", "_")}\ntype: ${type}\noptions: [a, b]\n\`\`\``
    ),
    '```vega-lite id=chart data=rows caption="A chart"\n{"mark": "bar", "params": [{"name": "pick", "select": "point"}], "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "t", "type": "nominal"}}}\n```',
    "```js\n1 + 1\n```",
    "```sql id=failed\nSELECT nothing_like_this FROM rows\n```",
    "```sql id=waiting\nSELECT * FROM failed\n```",
    "```sql id=off run=false\nSELECT 1 AS n\n```",
    "```yaml insight id=without\ntitle: Nothing imported\nquery: NOTHING_LIKE_THIS\n```",
    "```python\nprint('a listing')\n```"
  ];
  beforeAll(() =>
    writeFile(
      join(app.folder, "notebooks/every-cell.md"),
      `---\ntidemark: 1\ntitle: Test\nsnapshots: sample\n---\n\n# Test\n\n${EVERY_CELL.join("\n\n")}\n`
    )
  );

  it.each(PAGES)("%s is usable by everybody, in light and dark, and fits a phone", async (hash) => {
    const {page, context, seen} = await app.open(hash);
    await page.locator(".page, .notebook").waitFor();
    if (hash.includes(".md") && !hash.includes("none")) await drawn(page);
    await inEveryLook(page, async (look) => {
      if (look.endsWith("1440")) expect(await seriousFindings(page, look)).toEqual([]);
      expect([look, await sidewaysScroll(page)]).toEqual([look, 0]);
    });
    // who asked for no motion gets none, at what is written before and after elements neither
    expect(await moving(page)).toEqual([]);
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
  });

  it("is reached, and a notebook edited, by keyboard alone", async () => {
    const {page, context} = await openNotebook("keys.md", "First text.");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Skip to the page");
    await page.locator('.cell[data-kind="markdown"]').first().focus();
    await page.keyboard.press("Enter");
    await page.locator(".cm-content").waitFor();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" More.");
    await page.keyboard.press("Escape");
    await page.getByText("First text. More.").waitFor();
    await page.keyboard.press("Control+z");
    await expect.poll(() => page.locator(".prose").last().textContent()).toMatch(/First text\.\s*$/);
    await context.close();
  });
});
