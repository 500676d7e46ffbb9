import {readFile, stat} from "node:fs/promises";
import type {IncomingMessage, ServerResponse} from "node:http";
import {writeWhole} from "./folder.ts";
import {newTablePlace, tablePlace} from "./table-files.ts";

/**
 * A file of the workspace that a notebook names as a table: read, looked at (its ETag is the same until somebody writes
 * it), or written. Paths that no table may have are refused, also over a link.
 * @throws TidemarkError "table/path"
 */
export async function serveTable(
  folder: string,
  path: string,
  {
    request,
    response,
    readBody
  }: {request: IncomingMessage; response: ServerResponse; readBody(request: IncomingMessage): Promise<Uint8Array>}
): Promise<void> {
  const answer = (status: number, headers: Record<string, string> = {}, body?: Uint8Array) => {
    response.writeHead(status, {"cache-control": "no-store", "x-content-type-options": "nosniff", ...headers});
    response.end(body);
  };
  const place = await tablePlace(folder, path);
  if (request.method === "PUT") {
    await writeWhole(place ?? (await newTablePlace(folder, path)), await readBody(request));
    return answer(204);
  }
  if (request.method !== "GET" && request.method !== "HEAD") return answer(405);
  // not 404, which a browser's console reports as an error of the page
  if (place === null) return answer(204);
  const {size, mtimeMs} = await stat(place);
  const headers = {"content-type": "application/octet-stream", etag: `"${size}-${mtimeMs}"`};
  answer(200, headers, request.method === "GET" ? await readFile(place) : undefined);
}
