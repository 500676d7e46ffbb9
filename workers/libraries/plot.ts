/** Observable Plot, with a document to draw on: there is no page in the realm of cells. */
import {parseHTML} from "linkedom/worker";

const scope = globalThis as unknown as {document?: unknown; window?: unknown};
scope.document ??= parseHTML("<!doctype html><html><head></head><body></body></html>").document;
// Plot looks for its document there
scope.window ??= globalThis;

export * from "@observablehq/plot";
