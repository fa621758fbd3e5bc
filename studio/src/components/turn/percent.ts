/** A probability, 0 to 1, as people read it: `97 %`. Only certainty is 100 %. */
export function percent(probability: number, language: string): string {
  const rounded = Math.round(probability * 100) / 100;
  const shown = rounded >= 1 && probability < 1 ? 0.99 : rounded;
  return new Intl.NumberFormat(language, { style: "percent" }).format(shown);
}
