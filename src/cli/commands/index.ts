import type {Command} from "../command.ts";
import {aggregate} from "./aggregate.ts";
import {batchSpec} from "./batch-spec.ts";
import {check} from "./check.ts";
import {diff} from "./diff.ts";
import {discover} from "./discover.ts";
import {exportTables} from "./export.ts";
import {importFiles} from "./import.ts";
import {list} from "./list.ts";
import {merge} from "./merge.ts";
import {notebook} from "./notebook.ts";
import {pings} from "./pings.ts";
import {point} from "./point.ts";
import {report} from "./report.ts";
import {series} from "./series.ts";
import {serve} from "./serve.ts";
import {snapshot} from "./snapshot.ts";
import {trust} from "./trust.ts";
import {verify} from "./verify.ts";

export const COMMANDS = [
  snapshot,
  discover,
  importFiles,
  report,
  check,
  trust,
  verify,
  diff,
  notebook,
  list,
  series,
  point,
  batchSpec,
  exportTables,
  aggregate,
  pings,
  serve,
  merge
] as const satisfies readonly Command[];
