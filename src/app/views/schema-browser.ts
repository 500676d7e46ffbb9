/** The tables a statement can read: their columns and types, how many rows there are, the first of them, and a SELECT to copy. */
import "../style/schema.css";
import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import {numbersOf, type Table} from "../../table.ts";
import {fill, h} from "../dom.ts";
import {copyButton} from "./commands.ts";
import {dataTable} from "./table.ts";

/** A table as it is shown. */
export interface ShownTable {
  readonly name: string;
  /** What one of its rows is for; "" when nobody says. */
  readonly row: string;
  readonly columns: readonly {readonly name: string; readonly type: string}[];
}

/** Answers one statement. */
export type AskSql = (statement: string) => Promise<Table>;

const PREVIEW = 10;

/** A list of tables; what is in one is read when it is opened, for some are large. */
export function schemaBrowser(tables: readonly ShownTable[], ask: AskSql): HTMLElement {
  return h(
    "div",
    {class: "schema"},
    tables.map((table) => tableDetails(table, ask))
  );
}

function tableDetails({name, row, columns}: ShownTable, ask: AskSql): HTMLElement {
  const count = h("span", {class: "schema-count"});
  const preview = h("div", {class: "schema-preview"});
  const select = `SELECT ${columns.map((column) => column.name).join(", ")}\nFROM ${name}\nLIMIT 100`;
  let asked = false;
  const read = async () => {
    if (asked) return;
    asked = true;
    fill(preview, h("p", {class: "empty"}, "Reading…"));
    try {
      const counted = numbersOf(await ask(`SELECT count(*)::DOUBLE AS n FROM ${name}`), "n")[0]!;
      fill(count, `${readableNumber(counted)} ${counted === 1 ? "row" : "rows"}`);
      if (!counted) return fill(preview, h("p", {class: "empty"}, "Nothing was imported for it."));
      const rows = await ask(`SELECT * FROM ${name} LIMIT ${PREVIEW}`);
      fill(
        preview,
        h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": `First rows of ${name}`}, dataTable(rows))
      );
    } catch (error) {
      asked = false;
      fill(preview, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  const details = h(
    "details",
    {},
    h("summary", {}, h("code", {}, name), row ? h("span", {class: "schema-row"}, ` one row for ${row}`) : null, count),
    h(
      "div",
      {class: "schema-body"},
      h(
        "ul",
        {class: "schema-columns", "aria-label": `Columns of ${name}`},
        columns.map((column) => h("li", {}, h("code", {}, column.name), h("span", {}, column.type)))
      ),
      h("p", {}, copyButton("Copy SELECT", select)),
      preview
    )
  );
  details.addEventListener("toggle", () => details.open && void read());
  return details;
}
