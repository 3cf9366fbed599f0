export * from "./dossier.js";
