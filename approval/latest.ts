/**
 * The last element of each kind, in the order of the list.
 * @param kindOf - elements with the same value are of one kind
 */
export function latestOfEach<T>(elements: readonly T[], kindOf: (element: T) => string): T[] {
  const last = new Map(elements.map((element, i) => [kindOf(element), i]));
  return elements.filter((element, i) => last.get(kindOf(element)) === i);
}
