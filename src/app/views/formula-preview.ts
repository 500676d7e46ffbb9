/** The preview of an insight that is computed from others: its notebook runs with it, on the side. */
import {addInsight, editInsight, insightCell} from "../../notebook/insight-cells.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import type {App} from "../app.ts";
import {type BoardRun, runBoard} from "../dashboard-run.ts";
import {h} from "../dom.ts";
import type {LiveInsight} from "./live-insight.ts";

export interface FormulaPreview {
  /** Shows the values as an insight of the notebook of that name: in the place of the one with `id`, or as a new one. */
  ask(values: Readonly<Record<string, unknown>>, notebook: string, id: string | null): Promise<void>;
  destroy(): void;
}

export function createFormulaPreview(app: App, live: LiveInsight): FormulaPreview {
  let run: BoardRun | null = null;
  let name = "";
  let turn = 0;
  let onChange: () => void = () => {};
  const destroy = () => {
    turn++;
    run?.dispose();
    run = null;
  };
  return {
    destroy,
    async ask(values, notebook, id) {
      const mine = ++turn;
      if (!notebook) {
        live.say(h("p", {class: "empty"}, "A formula computes with other insights: choose the notebook they are in."));
        return;
      }
      const file = await app.notebooks.read(notebook);
      if (!file || mine !== turn) return;
      const now = parseNotebook(file.text);
      const cell = id === null ? null : insightCell(now, id);
      const added = cell ? {text: editInsight(now, cell, values), id: cell.id!} : addInsight(now, values);
      const draft = {...file, text: added.text};
      const show = () => {
        const insight = run?.board.insights.find((one) => one.id === added.id);
        if (mine !== turn || !insight) return;
        if (insight.shown) live.show(insight.shown.definition, insight.shown.result);
        else if (insight.problem) live.say(h("p", {class: "message warning", role: "status"}, insight.problem));
      };
      if (run && name === notebook) {
        onChange = show;
        run.update(draft);
      } else {
        run?.dispose();
        name = notebook;
        onChange = show;
        run = runBoard(app, draft, () => onChange());
      }
      show();
    }
  };
}
