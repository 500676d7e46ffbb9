/** The event logs of the folder that the local server serves: all are named, only those of people like this one are read and written. */
import {TidemarkError} from "../../error.ts";
import type {LogFiles} from "./shared-log.ts";

export function servedLogFiles(base: string, token: string): LogFiles {
  const ask = async (
    path: string,
    method = "GET",
    more: Record<string, string> = {},
    body: Uint8Array | null = null
  ) => {
    const response = await fetch(base + path, {
      method,
      headers: {"x-tidemark-token": token, ...more},
      ...(body ? {body: body as Uint8Array<ArrayBuffer>} : {})
    });
    if (!response.ok && response.status !== 412)
      throw new TidemarkError("files/failed", `${path}: ${(await response.text()) || response.statusText}`);
    return response;
  };
  return {
    async read(path) {
      const response = await ask(path);
      return response.status === 204 ? null : new Uint8Array(await response.arrayBuffer());
    },
    async replace(path, bytes, expected) {
      return (await ask(path, "PUT", expected === null ? {} : {"if-match": `"${expected}"`}, bytes)).status !== 412;
    },
    remove: async (path) => void (await ask(path, "DELETE")),
    list: async (folder) => (await ask(folder)).json() as Promise<string[]>
  };
}
