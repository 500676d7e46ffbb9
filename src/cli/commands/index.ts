import type {Command} from "../command.ts";
import {importFiles} from "./import.ts";
import {pings} from "./pings.ts";
import {report} from "./report.ts";
import {serve} from "./serve.ts";

export const COMMANDS = [importFiles, report, pings, serve] as const satisfies readonly Command[];
