/** Nodes, and those that each points to. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The strongly connected components that are circles, each sorted (Tarjan 1972). */
export function circlesOf(graph: Graph): string[][] {
  const indices = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];

  function visit(node: string): void {
    indices.set(node, indices.size);
    lowest.set(node, indices.get(node)!);
    stack.push(node);
    for (const next of graph.get(node)!) {
      if (!indices.has(next)) visit(next);
      // What left the stack belongs to a component that is complete.
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== indices.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1 || graph.get(node)!.includes(node)) circles.push(component.sort());
  }

  for (const node of graph.keys()) if (!indices.has(node)) visit(node);
  return circles;
}
