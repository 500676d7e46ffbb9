// The parts of @observablehq/runtime 6 that the project uses; the package has no types.
declare module "@observablehq/runtime" {
  export interface Observer {
    pending?(): void;
    fulfilled?(value: unknown, name: string | null): void;
    rejected?(error: unknown, name: string | null): void;
  }
  export interface Variable {
    define(name: string | null, inputs: readonly string[], definition: (...inputs: never[]) => unknown): Variable;
    delete(): void;
  }
  export interface Module {
    variable(observer?: Observer | true): Variable;
  }
  export class Runtime {
    constructor(builtins?: Readonly<Record<string, unknown>>, global?: (name: string) => unknown);
    module(): Module;
    dispose(): void;
  }
}

// A file's bytes as a data: URL; the bundler's doing.
declare module "*?inline" {
  const dataUrl: string;
  export default dataUrl;
}

// Only passed on to JavaScript cells, which are not type-checked.
declare module "d3";
