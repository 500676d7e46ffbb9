/** What can be taken away from a figure: what it shows, or the data behind it. */
import {messageOf} from "../../error.ts";
import {resultRows} from "../../insight/result-rows.ts";
import {insightTable} from "../../insight/to-table.ts";
import {wideTable} from "../../insight/wide-table.ts";
import {type TableFormat, tableFormat} from "../../report/table-formats.ts";
import type {Table} from "../../table.ts";
import type {App} from "../app.ts";
import {download} from "../dom.ts";
import {openMenu} from "../menu.ts";
import type {ShownInsight} from "./insight-figure.ts";
import {type Picture, pictureItems} from "./picture-file.ts";

/** Gives the rows behind an insight; null for one whose values are not those of repositories. */
export type ExportedRows = (insight: ShownInsight) => Promise<Table | null>;

/** Opens the menu of a figure's downloads. Without `rows` there is only what the figure shows, without `picture` no drawing. */
export function openExportMenu(
  app: App,
  anchor: HTMLElement,
  shown: ShownInsight,
  rows: ExportedRows | null,
  picture: Picture | null = null
): void {
  const save = (table: Table, name: string, format: TableFormat) => {
    void app.log.record("InsightsDataExportRequest");
    download(`${name}.${format.extension}`, new Blob([...format.pieces(table)] as BlobPart[]), format.mediaType);
  };
  const points = (name: string) => {
    const format = tableFormat(name)!;
    return {
      label: `Data points as ${format.title}`,
      run: () =>
        void rows!(shown).then(
          (table) => save(table ?? resultRows(shown.result), `${shown.id}-points`, format),
          (error) => app.toasts.show(messageOf(error), {kind: "error"})
        )
    };
  };
  const csv = tableFormat("csv")!;
  openMenu(anchor, "Download", [
    ...pictureItems(app, picture, shown.id),
    {label: "Chart values as CSV", run: () => save(insightTable(shown.result), shown.id, csv)},
    {label: "CSV with a column for each series", run: () => save(wideTable(shown.result), `${shown.id}-wide`, csv)},
    ...(rows ? ["csv", "json", "arrow", "parquet"].map(points) : [])
  ]);
}
