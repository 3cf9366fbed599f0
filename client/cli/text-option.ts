/** An option that takes one text. */
export const textOption = (describe: string) => ({ type: "string", requiresArg: true, describe }) as const;
