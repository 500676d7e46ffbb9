/**
 * A Chromium with a profile on the disk, as people have one: an incognito window looks no name up before it is needed, and so
 * hides what a page gives away by a name alone.
 */
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type BrowserContext, chromium} from "playwright-core";
import {FLAGS} from "./chromium.ts";

export interface Profile {
  readonly context: BrowserContext;
  /** Ends the browser; gives the names of hosts it asked DNS for. */
  close(): Promise<readonly string[]>;
}

export async function openProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), "tidemark-profile-"));
  const log = join(folder, "net.json");
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM_PATH!,
    args: [...FLAGS, `--log-net-log=${log}`],
    viewport: {width: 1440, height: 900},
    acceptDownloads: true
  });
  let names: Promise<readonly string[]> | null = null;
  const end = async () => {
    await context.close();
    const found = hostsIn(await readFile(log, "utf8"));
    await rm(folder, {recursive: true, force: true, maxRetries: 5});
    return found;
  };
  return {
    context,
    close() {
      names ??= end();
      return names;
    }
  };
}

interface NetLog {
  readonly constants: {readonly logEventTypes: Readonly<Record<string, number>>};
  readonly events: readonly {readonly type: number; readonly params?: {readonly host?: unknown}}[];
}

/** The hosts that were to be resolved. Source: Chromium, net/log/net_log_event_type_list.h. */
function hostsIn(text: string): readonly string[] {
  const {constants, events} = JSON.parse(text) as NetLog;
  const asked = constants.logEventTypes.HOST_RESOLVER_MANAGER_REQUEST;
  const hosts = events.flatMap(({type, params}) => (type === asked && params?.host ? [String(params.host)] : []));
  return [...new Set(hosts.map((host) => host.replace(/^\w+:\/\//, "").replace(/:\d+$/, "")))].sort();
}
