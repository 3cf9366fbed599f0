import type { Dossier } from "../../../approval/index.js";
import { htmlPage } from "../../html/page.js";
import type { Assessment } from "../assess.js";

export async function dossierPage(dossier: Dossier, _: Assessment): Promise<string> {
  return htmlPage(dossier.environment.id, "");
}
