import {isTidemarkError, messageOf} from "../error.ts";
import {VERSION} from "../version.ts";
import {type Command, type CommandContext, commandHelp, readWords, usageError} from "./command.ts";
import {COMMANDS} from "./commands/index.ts";

/** Runs `tidemark` with its words; gives the exit code: 0 ok, 1 the thing failed, 2 wrong usage. */
export async function main(args: readonly string[], context: CommandContext): Promise<number> {
  const [first, ...rest] = args;
  try {
    if (first === undefined || first === "--help" || first === "-h" || first === "help") {
      const named = first === "help" && rest[0] ? commandOf(rest[0]) : null;
      context.out(named ? commandHelp(named) : mainHelp());
      return first === undefined ? 2 : 0;
    }
    if (first === "--version" || first === "-v") {
      context.out(`${VERSION}\n`);
      return 0;
    }
    const command = commandOf(first);
    const {values, words} = readWords(command, rest);
    if (values.help) {
      context.out(commandHelp(command));
      return 0;
    }
    return await command.run(values, words, context);
  } catch (error) {
    context.err(`tidemark: ${messageOf(error)}\n`);
    return isTidemarkError(error) && error.code === "cli/usage" ? 2 : 1;
  }
}

function commandOf(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command) return command;
  throw usageError(
    `there is no command ${JSON.stringify(name)}. The commands are ${COMMANDS.map((one) => one.name).join(", ")}; see tidemark --help.`
  );
}

function mainHelp(): string {
  const width = Math.max(...COMMANDS.map(({name}) => name.length));
  return [
    "Examples",
    ...COMMANDS.map(({examples}) => `  ${examples[0]!.command}`),
    "",
    `Tidemark ${VERSION}: notebooks and reports for code insights, on this machine alone`,
    "",
    "Usage: tidemark COMMAND …",
    "",
    "Commands",
    ...COMMANDS.map(({name, summary}) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "tidemark COMMAND --help says more. Exit codes: 0 ok, 1 it failed, 2 wrong usage.",
    ""
  ].join("\n");
}
