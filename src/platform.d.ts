// The web standards that Node and browsers share, and nothing else: the core may use these, never the DOM or Node.
declare class EventTarget {
  addEventListener(
    type: string,
    listener: (event: {readonly type: string}) => void,
    options?: {once?: boolean; signal?: AbortSignal}
  ): void;
  removeEventListener(type: string, listener: (event: {readonly type: string}) => void): void;
}
declare class AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  static abort(reason?: unknown): AbortSignal;
  static timeout(milliseconds: number): AbortSignal;
  static any(signals: readonly AbortSignal[]): AbortSignal;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label?: string, options?: {fatal?: boolean; ignoreBOM?: boolean});
  decode(bytes?: Uint8Array, options?: {stream?: boolean}): string;
}
declare class URL {
  constructor(url: string, base?: string);
  readonly host: string;
  readonly hostname: string;
  readonly protocol: string;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}
declare class URLSearchParams {
  get(name: string): string | null;
}
declare function structuredClone<T>(value: T): T;
declare function setTimeout(callback: () => void, milliseconds?: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
