import type {CheckedCell} from "./check.ts";

/** Why a cell does not run at all; null when it does. */
export function reasonNotToRun({messages, reading}: CheckedCell): "error" | "disabled" | null {
  if (messages.some(({level}) => level === "error")) return "error";
  return reading?.run ? null : "disabled";
}

/** Thrown in place of running a cell; its messages say why. */
export class NotRun extends Error {
  readonly status: "error" | "disabled";
  constructor(status: "error" | "disabled") {
    super(status);
    this.status = status;
  }
}
