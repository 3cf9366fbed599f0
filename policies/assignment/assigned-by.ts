import type { Catalog, CatalogDossier } from "../catalog/catalog.js";
import type { Person } from "../people/people.js";

/** The dossier by which an agent was assigned; undefined if it is gone, does not verify or is another one now. */
export function assignedBy(
  { dossiers }: Pick<Catalog, "dossiers">,
  { dossierName, dossierDigest }: Person,
): CatalogDossier | undefined {
  const dossier = dossiers.find(({ name }) => name === dossierName);
  return dossier?.contents?.checked.digest === dossierDigest ? dossier : undefined;
}
