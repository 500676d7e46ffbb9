import type {InsightStore} from "../src/store/store.ts";
import type {ExcerptRequest} from "../src/store/wanted.ts";

/** Which snapshots a store is over, and where they stand. */
export type StoreKind = StoreOf & {
  /** How many bytes of answers are kept; by default as many as StorePorts says. */
  readonly room?: number;
  /** All that may be held; everything when it is not said. */
  readonly named?: ExcerptRequest;
};

type StoreOf =
  /** The samples that come with Tidemark, below an address of the app's own origin; read-only. */
  | {readonly of: "sample"; readonly base: string}
  /** The browser's private storage. */
  | {readonly of: "browser"}
  /** A folder of the disk that the user opened; `id` is the app's own name for it. */
  | {readonly of: "folder"; readonly root: FileSystemDirectoryHandle; readonly id: string}
  /** The workspace of the local server, which knows the token. */
  | {readonly of: "served"; readonly base: string; readonly token: string};

/** What the store's worker is asked beside what a store is asked. */
export interface OpenedStore extends InsightStore {
  /** Says which snapshots, once, before all else. */
  open(kind: StoreKind): Promise<void>;
  /** From now on this much may be held: the database is opened anew, with the tables of its sessions. */
  narrow(named: ExcerptRequest): Promise<void>;
}
