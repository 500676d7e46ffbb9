import type {Command} from "../commands.ts";
import type {Aim} from "./cell-command.ts";

const goTo = (
  id: string,
  title: string,
  keys: readonly string[],
  find: (at: number, seen: readonly number[]) => number | undefined
) =>
  ({
    id,
    title,
    group: "Go",
    keys,
    at: ["cell"],
    run({notebook, key}: Aim) {
      const {states} = notebook.session.run;
      // what is folded away is passed over
      const seen = states.flatMap((state, place) => (notebook.folding.isHidden(state.key) ? [] : [place]));
      const next = states[find(key === null ? -1 : notebook.indexOf(key), seen) ?? -1];
      if (next) notebook.select(next.key);
    }
  }) satisfies Command<Aim>;

/** Ways from the cell that has the focus to another. */
export const GO_COMMANDS: readonly Command<Aim>[] = [
  goTo("go.next", "Go to the next cell", ["ArrowDown", "j"], (at, seen) => seen.find((place) => place > at)),
  goTo("go.previous", "Go to the cell above", ["ArrowUp", "k"], (at, seen) => seen.findLast((place) => place < at)),
  goTo("go.first", "Go to the first cell", ["Home"], (_, seen) => seen[0]),
  goTo("go.last", "Go to the last cell", ["End"], (_, seen) => seen.at(-1))
];
