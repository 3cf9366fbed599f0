/**
 * The last element of each kind, in the order of the list.
 * @param kindOf - elements with the same value are of one kind
 */
export function latestOfEach<T>(elements: readonly T[], kindOf: (element: T) => string): T[] {
  return elements.filter(
    (element, i) => !elements.slice(i + 1).some((later) => kindOf(later) === kindOf(element)),
  );
}
