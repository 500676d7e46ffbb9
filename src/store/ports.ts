import type {Gzip} from "../snapshot/gzip.ts";
import type {SegmentFormat} from "../snapshot/segment.ts";
import type {Engine} from "./engine.ts";
import type {Files} from "./files.ts";
import type {ExcerptRequest} from "./wanted.ts";

/** What an edge must provide. `now` is asked only for the time of an import. */
export interface StorePorts {
  readonly files: Files;
  /** Opens a new, empty engine; asked again after one has died. */
  openEngine(): Promise<Engine>;
  now(): number;
  readonly format: SegmentFormat;
  /** The platform's own gzip, where it has one that is faster than ours. */
  readonly gzip?: Gzip;
  /** How many bytes of answers are kept, so that what was asked is not asked again; 0 keeps none. */
  readonly room?: number;
  /** Where `tidemark.yaml` lies; it is read each time the database is opened. None: a workspace that says nothing. */
  readonly folder?: Files;
  /** All that may be held; asked each time the database is opened. None, or null: everything is. */
  readonly named?: () => ExcerptRequest | null;
}
