/** Where one goes on after signing in: an address of Studio, never of another site. */
export function placeAfter(search: string): string {
  const from = new URLSearchParams(search).get("from") ?? "/";
  return /^\/(?![/\\])/.test(from) ? from : "/";
}
