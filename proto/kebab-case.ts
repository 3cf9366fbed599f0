/** The name of a setting as a flag: "batchSize" becomes "batch-size". */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
