/** What commands of a notebook are aimed at, and what is true of all that are for one cell. */
import type {Command} from "../commands.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** The notebook, and the cell a command is for. */
export interface Aim {
  readonly notebook: OpenNotebook;
  /** Null when the notebook has no cell. */
  readonly key: string | null;
}

const NO_CELL = "There is no cell to do this with.";

/** A command on the cell it is aimed at. */
export function onCell(
  command: Omit<Command<Aim>, "run" | "group"> & {run(notebook: OpenNotebook, key: string): void}
): Command<Aim> {
  const {refused, run, ...rest} = command;
  return {
    ...rest,
    group: "Cell",
    refused: (aim) => (aim.key === null ? NO_CELL : (refused?.(aim) ?? null)),
    run: ({notebook, key}) => {
      if (key !== null) run(notebook, key);
    }
  };
}
