/** The third-party gallery: what other tools can put beside searches, how to make it, and what to see with it. */
import "../style/create.css";
import "../style/gallery.css";
import "../style/get-started.css";
import {GALLERY, type GalleryEntry} from "../../insight/gallery.ts";
import {readableNumber} from "../../number.ts";
import {recordsOf} from "../../table.ts";
import {isoDate} from "../../time.ts";
import type {App} from "../app.ts";
import {type CreationTarget, creationHash, readCreation} from "../creation-link.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {routeHash} from "../router.ts";
import {commandList} from "../views/commands.ts";
import type {OpenPage} from "./page.ts";

/** A metric that is held: how many measurements, and when the newest one holds (epoch ms). */
interface HeldMetric {
  readonly measurements: number;
  readonly newest: number;
}

/** What the workspace holds that an entry may have brought. */
interface Held {
  readonly metrics: ReadonlyMap<string, HeldMetric>;
  readonly formats: ReadonlySet<string>;
}

export const galleryPage: OpenPage = async (app, route) => {
  const {target} = readCreation({}, route.query);
  const list = h("ul", {class: "templates gallery"});
  const show = (held: Held | null) =>
    fill(
      list,
      GALLERY.map((entry) => h("li", {}, card(entry, target, held)))
    );
  const dom = h(
    "div",
    {class: "page wide-page"},
    h(
      "header",
      {class: "page-head"},
      h(
        "div",
        {},
        h("a", {class: "crumb", href: routeHash("create")}, "Create"),
        h("h1", {}, "Numbers of other tools")
      ),
      h("a", {class: "button", href: routeHash("data")}, "Import files")
    ),
    h(
      "p",
      {class: "lead"},
      "Coverage, test results, vulnerabilities, issues: run the command in a clone, drop the file on ",
      h("a", {href: routeHash("data")}, "the Data page"),
      ", then chart it. Files stay on this machine."
    ),
    list,
    h(
      "p",
      {class: "lead"},
      "Something else? ",
      h("a", {href: creationHash("metric", {}, target)}, "Chart any metric that is held"),
      " or read ",
      h("a", {href: routeHash("docs", "2-import.md")}, "which formats are read"),
      "."
    )
  );
  show(null);
  let isGone = false;
  heldIn(app).then(
    (held) => isGone || show(held),
    // what is wrong with the data is said where it is charted
    () => undefined
  );
  return {route, section: "insights", title: "Numbers of other tools", dom, destroy: () => (isGone = true)};
};

async function heldIn(app: App): Promise<Held> {
  const store = app.store("workspace");
  const {imports} = await store.contents();
  const rows = await store.sql({
    session: "gallery",
    tables: [],
    strings: [
      "SELECT metric, count(*)::DOUBLE AS measurements, epoch_ms(max(recorded_at))::DOUBLE AS newest FROM metric GROUP BY metric"
    ],
    values: []
  });
  return {
    metrics: new Map(
      recordsOf(rows).map(({metric, measurements, newest}) => [
        String(metric),
        {measurements: Number(measurements), newest: Number(newest)}
      ])
    ),
    formats: new Set(imports.map(({source_kind}) => source_kind))
  };
}

function card(
  {id, title, shows, needs, ways, formats, metrics, insights}: GalleryEntry,
  target: CreationTarget,
  held: Held | null
): HTMLElement {
  const mine = metrics.flatMap((name) => held?.metrics.get(name) ?? []);
  const isHere = mine.length > 0 || formats.some((format) => held?.formats.has(format));
  const measurements = mine.reduce((sum, one) => sum + one.measurements, 0);
  return h(
    "article",
    {class: "template", id: `gallery-${id}`, "aria-labelledby": `gallery-${id}-title`},
    h("h2", {id: `gallery-${id}-title`}, title),
    h("p", {}, shows),
    metrics.length
      ? h(
          "p",
          {class: "gallery-metrics"},
          "Metrics: ",
          metrics.flatMap((name, i) => [i ? ", " : "", h("code", {}, name)])
        )
      : null,
    isHere
      ? h(
          "p",
          {class: "template-needs here"},
          icon(ICONS.check),
          mine.length
            ? `Here: ${readableNumber(measurements)} ${measurements === 1 ? "measurement" : "measurements"}, the newest of ${isoDate(Math.max(...mine.map(({newest}) => newest)))}.`
            : "Some of this was imported."
        )
      : null,
    h(
      "details",
      {class: "template-needs"},
      h("summary", {}, isHere ? "How to make more of it" : "Data it needs"),
      h("p", {}, needs),
      ways.map(({tool, commands, steps}) =>
        commands.length
          ? commandList(`${tool}:`, commands)
          : h("div", {class: "commands"}, h("p", {}, `${tool}: ${steps}`))
      ),
      h("p", {}, "Then drop the file on ", h("a", {href: routeHash("data")}, "the Data page"), ".")
    ),
    h(
      "div",
      {class: "buttons"},
      insights.map(({kind, values}) =>
        h(
          "a",
          {class: "button", href: creationHash(kind, values, {...target, back: routeHash("gallery")})},
          values.title
        )
      )
    )
  );
}
