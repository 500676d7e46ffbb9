import type {Command} from "../command.ts";
import {pings} from "./pings.ts";
import {report} from "./report.ts";

export const COMMANDS = [report, pings] as const satisfies readonly Command[];
