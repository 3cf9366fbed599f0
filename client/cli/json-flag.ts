/** Option of the commands whose output programs may want to read. */
export const JSON_OPTION = {
  json: { type: "boolean", default: false, describe: "Print JSON." },
} as const;
