import {type ParseArgsConfig, parseArgs} from "node:util";
import {TidemarkError} from "../error.ts";
import type {Draw} from "../report/charts.ts";

/** What a command is given beside its words; tests give their own. */
export interface CommandContext {
  readonly cwd: string;
  readonly now: () => number;
  out(text: string): void;
  err(text: string): void;
  /** True when `err` is a terminal that progress may be drawn on. */
  readonly terminal: boolean;
  readonly draw: Draw;
}

/** An option of a command, as `--name`. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** What its value is called in the help. */
  readonly value?: string;
  readonly help: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command. It describes itself; the help is made from it. `run` gives the exit code: 0 ok, 1 the thing failed. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly {readonly command: string; readonly does: string}[];
  readonly options: Readonly<Record<string, Option>>;
  run(values: OptionValues, words: readonly string[], context: CommandContext): Promise<number>;
}

const COMMON: Readonly<Record<string, Option>> = {
  json: {type: "boolean", help: "print the result as JSON"},
  help: {type: "boolean", short: "h", help: "show this help"}
};

/** The help of a command: examples first. */
export function commandHelp({name, summary, usage, examples, options}: Command): string {
  const lines = Object.entries({...options, ...COMMON}).map(
    ([option, {short, value, help}]) =>
      [`${short ? `-${short}, ` : "    "}--${option}${value ? ` ${value}` : ""}`, help] as const
  );
  const width = Math.max(...lines.map(([left]) => left.length));
  return [
    "Examples",
    ...examples.flatMap(({command, does}) => [`  # ${does}`, `  ${command}`]),
    "",
    `tidemark ${name}: ${summary}`,
    "",
    `Usage: tidemark ${name} ${usage}`,
    "",
    "Options",
    ...lines.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`),
    ""
  ].join("\n");
}

/** Reads a command's words. @throws TidemarkError "cli/usage" */
export function readWords(command: Command, args: readonly string[]): {values: OptionValues; words: readonly string[]} {
  const options = Object.fromEntries(
    Object.entries({...command.options, ...COMMON}).map(([name, {type, short, multiple}]) => [
      name,
      {type, ...(short ? {short} : {}), ...(multiple ? {multiple} : {})}
    ])
  ) as NonNullable<ParseArgsConfig["options"]>;
  try {
    const {values, positionals} = parseArgs({args: [...args], options, allowPositionals: true, strict: true});
    return {values: values as OptionValues, words: positionals};
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw usageError(`${message}. See tidemark ${command.name} --help.`);
  }
}

/** An error that ends with exit code 2. */
export function usageError(message: string): TidemarkError {
  return new TidemarkError("cli/usage", message);
}
