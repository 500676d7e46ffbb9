import type {GivenFile} from "../../../workers/import-reader.ts";
import type {App} from "../app.ts";
import type {View} from "../dom.ts";
import type {Route} from "../router.ts";

/** A page that is shown. `section` is the link of the frame that is marked as current. */
export interface Page extends View {
  readonly route: Route;
  readonly section: string;
  readonly title: string;
  /** Goes to a place within the page. */
  goTo?(at: string): void;
  /** Files were dropped on it; false: they are taken elsewhere. */
  drop?(files: readonly GivenFile[]): Promise<boolean>;
  /** The tab is about to close: what must be saved now. */
  leave?(): void | Promise<void>;
}

export type OpenPage = (app: App, route: Route) => Promise<Page>;
