/**
 * The process around the realm of JavaScript cells on the command line. It is started without environment, file system,
 * child processes and code from strings; it gives up its loaders and the network before a cell runs. Messages are texts.
 */

interface Context {
  receive(text: string): void;
  fire(id: number): void;
}

// a bundler would put a stub in place of a plain require
const load = (globalThis as unknown as {require(name: string): unknown}).require;
const vm: {
  constants?: {DONT_CONTEXTIFY?: unknown};
  createContext(of: unknown, options: object): unknown;
  runInContext(text: string, context: unknown, options: object): unknown;
} = load("node:vm") as never;
const send = process.send!.bind(process) as (text: string) => void;
const {setTimeout: startTimer, clearTimeout: endTimer} = globalThis;

function openRealm(text: string): Context {
  const bare = Object.create(null) as object;
  const context = vm.createContext(vm.constants?.DONT_CONTEXTIFY ?? bare, {
    codeGeneration: {strings: true, wasm: false}
  });
  vm.runInContext(text, context, {filename: "realm.js"});
  const open = vm.runInContext("const open = globalThis.__realm; delete globalThis.__realm; open", context, {}) as (
    host: object
  ) => Context;
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const host = Object.assign(Object.create(null) as object, {
    send: (message: string) => send(String(message)),
    setTimer(id: number, milliseconds: number) {
      const due = () => {
        timers.delete(id);
        quietly(() => realm.fire(id));
      };
      timers.set(id, startTimer(due, Math.min(Math.max(milliseconds, 0), 2_000_000_000)));
    },
    clearTimer(id: number) {
      endTimer(timers.get(id));
      timers.delete(id);
    }
  });
  const realm = open(host);
  return realm;
}

/** An error outside of any evaluation is nobody's: the realm lives on. */
function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // see above
  }
}

/** Takes away what could load code or reach anything. */
function giveUp(): void {
  const deny = () => {
    throw new Error("not here");
  };
  for (const name of ["node:net", "node:dgram", "node:dns", "node:http", "node:https", "node:tls"]) {
    const module = load(name) as Record<string, {prototype?: Record<string, unknown>} | unknown>;
    for (const key of Object.keys(module)) {
      const {prototype} = (module[key] ?? {}) as {prototype?: Record<string, unknown>};
      for (const method of ["connect", "listen", "bind", "request", "send", "resolve"])
        if (prototype && Object.hasOwn(prototype, method)) prototype[method] = deny;
      if (typeof module[key] === "function" && /^[a-z]/.test(key)) module[key] = deny;
    }
  }
  const loader = load("node:module") as Record<string, unknown> & {prototype: Record<string, unknown>};
  loader._load = deny;
  loader.prototype.require = deny;
  const own = process as unknown as Record<string, unknown>;
  for (const name of ["binding", "_linkedBinding", "dlopen", "getBuiltinModule", "kill", "chdir"]) own[name] = deny;
  for (const name of ["fetch", "WebSocket", "EventSource", "WebAssembly"])
    delete (globalThis as unknown as Record<string, unknown>)[name];
}

let realm: Context | null = null;
process.on("uncaughtException", () => undefined);
process.on("unhandledRejection", () => undefined);
process.on("message", (text) => {
  if (realm) return quietly(() => realm!.receive(String(text)));
  try {
    giveUp();
    realm = openRealm(String(text));
    delete (globalThis as {require?: unknown}).require;
    send('{"t":"open"}');
  } catch {
    (process as unknown as {exit(code: number): void}).exit(1);
  }
});

export {};
