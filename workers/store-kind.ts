/** Which snapshots a store is over, and where they stand. */
export type StoreKind = StoreOf & {
  /** How many bytes of answers are kept; by default as many as StorePorts says. */
  readonly room?: number;
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
