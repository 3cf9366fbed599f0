/** What is written in an SVG, in order. */
export function texts(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text);
}

export function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
