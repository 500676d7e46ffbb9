import type {InsightFacts} from "./facts.ts";
import type {ReportInput, ReportPorts} from "./report.ts";

/** A file that an exporter made; its path is relative to where the notebook's files go, with / between folders. */
export interface MadeFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What an exporter is given: a notebook that ran, and what is said of its insights. `stem` is the notebook's name without .md. */
export interface ExportInput extends ReportInput {
  readonly stem: string;
  readonly facts: readonly InsightFacts[];
}

/** A way to write what a notebook shows. It describes itself; help and manual come from it. */
export interface Exporter {
  readonly format: string;
  /** What it writes, for the help. */
  readonly help: string;
  /** How the name of its first file ends, where that is not its format. */
  readonly extension?: string;
  /** What it cannot write as it is, in sentences. */
  notes?(input: ExportInput): readonly string[];
  /** @throws TidemarkError of what cannot be written; nothing is written then. */
  write(input: ExportInput, ports: ReportPorts): Promise<readonly MadeFile[]>;
}
