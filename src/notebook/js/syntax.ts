/** A node of a JavaScript syntax tree: its kind, and where it stands in the text. */
export type Node = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly start: number;
  readonly end: number;
};

/** True for what a tree is made of. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as {type?: unknown}).type === "string";
}

/** All nodes of a syntax tree, in the order of the text. */
export function* nodesOf(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const one of node) yield* nodesOf(one);
  else if (isNode(node)) {
    yield node;
    for (const [name, child] of Object.entries(node)) if (name !== "loc") yield* nodesOf(child);
  }
}
