/**
 * The port to a folder of bytes: a workspace's `snapshots/` on disk, in the browser's private storage, or behind the
 * local server. Paths are relative, with `/`, without `..`.
 *
 * Errors are TidemarkErrors: `files/quota` (no room; nothing was written), `files/read-only`, `files/permission` and
 * `files/gone` (a folder that was opened in a browser), `files/failed`.
 */
export interface Files {
  /** The bytes of a file, null when there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Writes a file so that it is there whole or not at all, also after a crash. An existing file is left as it is. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /**
   * Replaces a file in one step, if it still holds what was read: `expected` is its SHA-256, null when it was not there.
   * False when somebody else has replaced it meanwhile; read again then.
   */
  replace(path: string, bytes: Uint8Array, expected: string | null): Promise<boolean>;
  /** Removes a file; one that is not there is fine. */
  remove(path: string): Promise<void>;
  /** The paths of all files below a folder. */
  list(folder: string): Promise<readonly string[]>;
}
