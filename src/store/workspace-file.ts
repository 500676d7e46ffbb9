/** The workspace's `tidemark.yaml` beside its snapshots. */
import {sha256} from "../hash.ts";
import {readWorkspace, WORKSPACE_FILE} from "../workspace.ts";
import type {Files} from "./files.ts";
import type {WorkspaceState} from "./store.ts";

export interface WorkspaceFile {
  /** The file as it is now, read; one that is not there says nothing. */
  read(): Promise<WorkspaceState>;
  /** Replaces it unless somebody else did meanwhile. `expected` is the hash of what was read, null when none was there. */
  save(text: string, expected: string | null): Promise<boolean>;
}

/** The file in a folder; without a folder it is empty and cannot be saved. */
export function createWorkspaceFile(folder: Files | undefined): WorkspaceFile {
  return {
    async read() {
      const bytes = (await folder?.read(WORKSPACE_FILE)) ?? null;
      const text = bytes && new TextDecoder().decode(bytes);
      const {value: workspace, messages} = readWorkspace(text);
      return {text, hash: bytes && sha256(bytes), workspace, messages};
    },
    save: async (text, expected) =>
      (await folder?.replace(WORKSPACE_FILE, new TextEncoder().encode(text), expected)) ?? false
  };
}
