import type {Command} from "../command.ts";
import {check} from "./check.ts";
import {importFiles} from "./import.ts";
import {pings} from "./pings.ts";
import {report} from "./report.ts";
import {serve} from "./serve.ts";

export const COMMANDS = [importFiles, report, check, pings, serve] as const satisfies readonly Command[];
