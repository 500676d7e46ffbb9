/** What has been imported: each import with its completeness, and the series they make. */
import {messageOf} from "../../error.ts";
import {countedNoun, readableBytes, readableNumber} from "../../number.ts";
import {IMPORTERS} from "../../snapshot/importers.ts";
import {excerptZip} from "../../store/excerpt-zip.ts";
import type {Contents} from "../../store/store.ts";
import {isoDate} from "../../time.ts";
import type {App} from "../app.ts";
import {insightOfSeries} from "../creation-link.ts";
import {download, h, ICONS, icon} from "../dom.ts";
import {stamp} from "../views/import-preview.ts";

/** The imports and series that a store holds; `refresh` is called once one was taken out or brought back. */
export function heldImports(app: App, contents: Contents, refresh: () => void): HTMLElement {
  const {imports, damage} = contents;
  if (!imports.length && !damage.length)
    return h(
      "div",
      {class: "empty-state"},
      h("h2", {}, "Nothing imported yet"),
      h("p", {}, "What you import stays on this machine. The sample notebooks have data of their own and need none.")
    );
  return h(
    "div",
    {},
    damage.map(({path, reason}) =>
      h(
        "div",
        {class: "message error", role: "alert"},
        `${path} is damaged (${reason}); what it held is missing. Import its file again.`
      )
    ),
    importsTable(app, contents, refresh),
    seriesTable(contents)
  );
}

function importsTable(app: App, contents: Contents, refresh: () => void): HTMLElement {
  const remove = async (id: string, name: string) => {
    try {
      await app.store("workspace").removeImport(id);
      refresh();
      app.toasts.show(`${name} was taken out.`, {
        ignored: () => void app.store("workspace").purgeImport(id),
        action: {
          label: "Undo",
          run: () =>
            void app
              .store("workspace")
              .restoreImport(id)
              .then(refresh, (error) => app.toasts.show(messageOf(error), {kind: "error"}))
        }
      });
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    }
  };
  return h(
    "section",
    {},
    h("h2", {}, "Imports"),
    h(
      "p",
      {class: "export-all"},
      h(
        "button",
        {
          class: "link",
          type: "button",
          on: {click: () => void saveAll(app)}
        },
        icon(ICONS.download),
        "Save all data as a zip"
      ),
      h("span", {class: "note"}, "a snapshot folder, which any workspace imports")
    ),
    h(
      "p",
      {class: "lead"},
      `${countedNoun(contents.points, "point")} of ${countedNoun(contents.repositories.length, "repository", "repositories")}, ${readableBytes(contents.bytes)}.`
    ),
    h(
      "div",
      {class: "scroll"},
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["File", "Format", "Series", "Read", "Left out", "Observed", "Imported", ""].map((text, i) =>
              h("th", {scope: "col", class: i >= 2 && i <= 4 ? "n" : ""}, text)
            )
          )
        ),
        h(
          "tbody",
          {},
          [...contents.imports].reverse().map((record) =>
            h(
              "tr",
              {},
              h(
                "td",
                {},
                h("span", {class: "file"}, record.source_name),
                record.status === "partial"
                  ? h("span", {class: "note incomplete"}, record.reasons.join(" ") || "incomplete")
                  : null
              ),
              h("td", {}, IMPORTERS.find(({format}) => format === record.source_kind)?.title ?? record.source_kind),
              h("td", {class: "n"}, record.series.length),
              h("td", {class: "n"}, readableNumber(record.rows_read)),
              h("td", {class: "n"}, readableNumber(record.rows_rejected)),
              h("td", {}, stamp(record.observed_at)),
              h("td", {}, stamp(record.imported_at)),
              h(
                "td",
                {},
                h(
                  "button",
                  {
                    class: "icon-button",
                    type: "button",
                    title: "Take out",
                    "aria-label": `Take out ${record.source_name}`,
                    on: {click: () => void remove(record.import_id, record.source_name)}
                  },
                  icon(ICONS.trash)
                )
              )
            )
          )
        )
      )
    )
  );
}

/** By name; what is counted by captured value after what is not. */
function seriesTable(contents: Contents): HTMLElement {
  const series = [...contents.series].sort((a, b) => a.key.localeCompare(b.key, "en") || a.captures - b.captures);
  return h(
    "section",
    {},
    h("h2", {}, "Series"),
    h(
      "div",
      {class: "scroll"},
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Series", "Counts", "Repositories", "Samples", "From", "To", ""].map((text, i) =>
              h("th", {scope: "col", class: i === 2 || i === 3 ? "n" : ""}, text)
            )
          )
        ),
        h(
          "tbody",
          {},
          series.map((one) => {
            const {key, title, unit, captures, repositories, samples, from, to} = one;
            return h(
              "tr",
              {},
              h("td", {}, h("code", {}, key), title === key ? null : h("span", {class: "note"}, title)),
              h("td", {}, `${unit}${captures ? ", by captured value" : ""}`),
              h("td", {class: "n"}, repositories),
              h("td", {class: "n"}, samples),
              h("td", {}, isoDate(from)),
              h("td", {}, isoDate(to)),
              h(
                "td",
                {},
                h(
                  "a",
                  {
                    class: "make-insight",
                    href: insightOfSeries(one, contents.series),
                    "aria-label": `Make an insight of ${key}${captures ? " by captured value" : ""}`
                  },
                  "Make an insight"
                )
              )
            );
          })
        )
      )
    )
  );
}

/** Saves all that is held as a snapshot folder in one zip. */
async function saveAll(app: App): Promise<void> {
  try {
    const excerpt = await app.store("workspace").excerpt(null);
    download("tidemark-data.zip", excerptZip(excerpt), "application/zip");
    app.toasts.show(`${countedNoun(excerpt.rows, "row")} ${excerpt.rows === 1 ? "was" : "were"} saved.`);
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}
