const CASELESS_HOSTS: ReadonlySet<string> = new Set(["github.com", "gitlab.com", "bitbucket.org"]);

/** Longer text is no address; the patterns below would be tried at each of its characters. */
const LONGEST = 1000;

/**
 * The key of a repository from any spelling of its address: `host/owner/name`, without scheme, user, port, query,
 * trailing `.git` and `/`. The host is lower case; the rest keeps its case. Text that is no address (a bare name) stays
 * as it is. A key is its own key.
 */
export function repoKey(address: string): string {
  let key = address.trim().replaceAll("\\", "/");
  if (key.length > LONGEST) return key;
  for (let before = ""; before !== key; ) {
    before = key;
    key = plainer(key);
  }
  const slash = key.indexOf("/");
  return slash > 0 && isHost(key.slice(0, slash)) ? key.slice(0, slash).toLowerCase() + key.slice(slash) : key;
}

/** One layer of an address taken off. Addresses inside addresses exist (`git+ssh://git@…`, `x.git/`), hence the loop above. */
function plainer(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text);
  if (scheme) return text.slice(scheme[0].length).replace(/[?#].*$/s, "");
  const scp =
    /^(?:[^@/\s]+@)?([^@:/\s]+\.[^@:/\s]+):(?!\d+(?:\/|$))(.+)$/s.exec(text) ??
    /^[^@/\s]+@([^@:/\s]+):(?!\d+(?:\/|$))(.+)$/s.exec(text);
  if (scp) return `${scp[1]}/${scp[2]}`;
  return text
    .replace(/^[^@/\s]+@(?=[^@/\s]+\/)/, "")
    .replace(/^([^/:@\s]+):\d+(?=\/)/, "$1")
    .replace(/\/{2,}/g, "/")
    .replace(/^\/|\/$/g, "")
    .replace(/([^/])\.git$/i, "$1")
    .trim();
}

/** What two spellings of one repository share: hosts that ignore case in names are compared without it. */
export function repoIdentity(key: string): string {
  const host = key.slice(0, key.indexOf("/"));
  return CASELESS_HOSTS.has(host) ? key.toLowerCase() : key;
}

/**
 * The one spelling to keep of each repository: of those that differ in case the lower-case one when somebody uses it,
 * else the first in sorting order. A key with no host (`acme/app`, `app`) joins the only repository, known or given, that
 * ends with it; where there are several or none it stays. The order of the keys does not matter.
 */
export function joinRepoKeys(keys: readonly string[], known: readonly string[] = []): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const key of [...known, ...keys]) {
    if (!hasHost(key)) continue;
    const identity = repoIdentity(key);
    const other = spellings.get(identity);
    if (other === undefined || (other !== identity && (key === identity || key < other))) spellings.set(identity, key);
  }
  const bare = keys.filter((key) => !hasHost(key));
  const endings = bare.length ? repositoriesByEnding(spellings) : new Map<string, string | null>();
  return new Map(
    keys.map((key) => [key, (hasHost(key) ? spellings.get(repoIdentity(key)) : endings.get(key.toLowerCase())) ?? key])
  );
}

/** Every `owner/name` and `name` that a repository ends with, in lower case; null for those of several repositories. */
function repositoriesByEnding(spellings: ReadonlyMap<string, string>): Map<string, string | null> {
  const endings = new Map<string, string | null>();
  for (const [identity, key] of spellings) {
    const lower = identity.toLowerCase();
    for (let slash = lower.indexOf("/"); slash >= 0; slash = lower.indexOf("/", slash + 1)) {
      const ending = lower.slice(slash + 1);
      endings.set(ending, endings.has(ending) ? null : key);
    }
  }
  return endings;
}

function hasHost(key: string): boolean {
  const slash = key.indexOf("/");
  return slash > 0 && isHost(key.slice(0, slash));
}

function isHost(name: string): boolean {
  return /[.:]/.test(name) || name === "localhost";
}

/**
 * A path as git spells it: `/` between parts, no leading `/` or `./`, and `.` and inner `..` resolved. Case and Unicode
 * form are kept: files that differ in them are different files.
 */
export function repoPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
