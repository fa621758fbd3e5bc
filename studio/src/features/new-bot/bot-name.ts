/** The name for addresses that follows from a title: `Gare de Nantes` becomes `gare_de_nantes`. */
export function nameFrom(title: string): string {
  return title
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 40);
}
