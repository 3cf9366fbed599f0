/** Words instead of an identifier, such as "target velocity". */
export function words(name: string): string {
  return name.replaceAll("_", " ");
}
