import {isoTime} from "../time.ts";
import {readFileName} from "./file-name.ts";
import type {Answers, Fact, Head, ReadContext, Source} from "./importer.ts";
import type {ProblemList} from "./problems.ts";
import {readFrontMatter, readSidecar, SIDECAR} from "./sidecar.ts";

/** What is said about a file outside its rows, the surest word first. What is used becomes a fact of the finding. */
export interface Clues {
  /** The value of the first who says something, or undefined. */
  use<F extends ClueField>(field: F): Answers[F] | undefined;
  /** Adds a fact that somebody else knew. */
  tell(fact: Fact): void;
  /** What the file says of itself in a field of its own: it stands behind your answer and before all else. */
  own(answers: Partial<Pick<Answers, ClueField>>, from: string): void;
  facts(): readonly Fact[];
  /** True when the first line of the file is front matter and not data. */
  readonly hasFrontMatter: boolean;
  /** The beginning of the file without that line. */
  readonly text: string;
}

type ClueField = Exclude<keyof Answers, "mapping">;

const FACTS: {readonly [F in ClueField]: Fact["field"]} = {
  repository: "repository",
  commit: "commit",
  sampleAt: "time",
  observedAt: "observed",
  query: "query",
  key: "series",
  title: "series",
  pattern: "pattern",
  unit: "unit"
};

/** Gathers what the user, the sidecar, the first line and the file's name say, in this order. */
export async function gatherClues(
  source: Source,
  head: Head,
  context: ReadContext,
  problems: ProblemList
): Promise<Clues> {
  const sidecar = context.beside.get(source.name + SIDECAR);
  const first = readFrontMatter(head.text.slice(0, head.text.search(/\r?\n|$/)), problems);
  const said: {from: string; answers: Answers}[] = [
    {from: "your answer", answers: context.answers},
    {from: "sidecar", answers: sidecar ? readSidecar(await textOf(sidecar), {file: sidecar.name}, problems) : {}},
    {from: "front matter", answers: first ?? {}},
    {from: "file name", answers: readFileName(source.name)}
  ];
  const facts = new Map<string, Fact>();
  const tell = (fact: Fact) => {
    facts.set(`${fact.field} ${fact.value}`, fact);
  };
  return {
    use(field) {
      const found = said.find(({answers}) => answers[field] !== undefined);
      const value = found?.answers[field];
      if (found)
        tell({
          field: FACTS[field],
          value: typeof value === "number" ? isoTime(value) : String(value),
          from: found.from
        });
      return value;
    },
    tell,
    own: (answers, from) => void said.splice(1, 0, {from, answers}),
    facts: () => [...facts.values()],
    hasFrontMatter: first !== null,
    text: first ? head.text.slice(head.text.indexOf("\n") + 1) : head.text
  };
}

/** Sidecars are small; of a larger file the first megabyte is no JSON and is told as such. */
async function textOf(source: Source): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of source.chunks()) {
    text += decoder.decode(bytes, {stream: true});
    if (text.length > 1_000_000) break;
  }
  return text.replace(/^\ufeff/, "");
}
