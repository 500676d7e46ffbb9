/** What an import did, file by file, and the way to the first charts. */
import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import type {InsightType} from "../../ping/vocabulary.ts";
import type {App} from "../app.ts";
import {h, ICONS, icon} from "../dom.ts";
import type {KeptFile} from "../import-flow.ts";
import {freeNotebookName, notebookOfSeries} from "../notebook-of-series.ts";
import {keepOwn} from "../own-notebooks.ts";
import {routeHash} from "../router.ts";
import {roomChoice} from "../settings/room.ts";
import {problemRow} from "../views/import-preview.ts";

/** Files that could not be kept before a question about them is answered, and the way back to it. */
interface Waiting {
  readonly names: readonly string[];
  goOn(): void;
}

/** The files that were kept and those that were not. */
export function importSummary(app: App, kept: readonly KeptFile[], waiting: Waiting): HTMLElement {
  const good = kept.flatMap(({reading, outcome}) => (outcome && "finding" in reading ? [reading.finding] : []));
  const series = [
    ...new Map(
      good.flatMap(({snapshot}) => snapshot.series.map((record) => [record.series_id, record] as const))
    ).values()
  ];
  const make = async () => {
    const [contents, files] = await Promise.all([app.store("workspace").contents(), app.notebooks.list()]);
    const keys = new Map<string, number>();
    for (const {key} of contents.series) keys.set(key, (keys.get(key) ?? 0) + 1);
    const title =
      series.length === 1
        ? series[0]!.title
        : good.length === 1 && kept[0]
          ? kept[0].names[0]!.replace(/^.*\//, "").replace(/\.(?:rg\.)?[a-z.]+$/i, "")
          : "Imported series";
    const name = freeNotebookName(title, new Set(files.map((file) => file.name)));
    const text = notebookOfSeries(title, series, keys);
    await app.notebooks.save(name, text, null);
    await keepOwn(app, name, null, text);
    const types = series.map(({captures}) => (captures.length ? "CaptureGroup" : "SearchBased") satisfies InsightType);
    for (const insightType of types) await app.log.record("InsightAddition", {insightType, source: "import"});
    app.go(routeHash("notebooks", name));
  };
  const rows = kept.map(({names, reading, outcome, error}) => {
    if (!("finding" in reading)) return null;
    const {read, skipped, problems} = reading.finding;
    const text =
      error ??
      (outcome?.outcome === "unchanged"
        ? "was imported before; nothing changed"
        : `${readableNumber(read)} read${skipped ? `, ${readableNumber(skipped)} left out` : ""}`);
    return h(
      "li",
      {class: error ? "bad" : ""},
      h("strong", {}, names[0]),
      ` ${text}`,
      problems.filter(({effect}) => effect === "skipped").map((problem) => problemRow(problem, names[0]!))
    );
  });
  const count = kept.filter(({outcome}) => outcome?.outcome === "imported").length;
  return h(
    "div",
    {class: "summary-box", role: "status"},
    h(
      "h2",
      {},
      count
        ? `${count} ${count === 1 ? "file" : "files"} imported`
        : kept.some(({error}) => error)
          ? "Nothing was imported"
          : "Nothing new"
    ),
    h("ul", {}, rows),
    waiting.names.length
      ? h(
          "p",
          {class: "waiting"},
          waiting.names.length === 1
            ? `${waiting.names[0]!} was not imported: it needs an answer. `
            : `${waiting.names.length} files were not imported: they need an answer. `,
          h("button", {class: "link", type: "button", on: {click: () => waiting.goOn()}}, "Answer now")
        )
      : null,
    kept.some(({full}) => full) ? roomChoice(app, null, () => undefined) : null,
    series.length
      ? h(
          "div",
          {class: "buttons"},
          h(
            "button",
            {
              class: "button primary",
              type: "button",
              on: {click: () => void make().catch((error) => app.toasts.show(messageOf(error), {kind: "error"}))}
            },
            icon(ICONS.chart),
            `Make a notebook of ${series.length === 1 ? "this series" : `these ${series.length} series`}`
          )
        )
      : good.some(({snapshot}) => snapshot.parts.some(({table}) => table === "metric"))
        ? h(
            "div",
            {class: "buttons"},
            h("a", {class: "button primary", href: routeHash("gallery")}, icon(ICONS.chart), "Chart these numbers")
          )
        : null
  );
}
