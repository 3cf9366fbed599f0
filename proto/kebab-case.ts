/** How the name of a setting is written as a flag: "batchSize" is batch-size. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
