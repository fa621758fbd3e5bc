/** The longest name made of a question: names stand in addresses and files. */
const LENGTH_MAX = 40;

/** A name for a question: `Where can I park?` is `where_can_i_park`. */
export function nameFor(question: string): string {
  const words = question
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  let name = "";
  for (const word of words) {
    const longer = name === "" ? word : `${name}_${word}`;
    if (longer.length > LENGTH_MAX && name !== "") break;
    name = longer.slice(0, LENGTH_MAX);
  }
  return name;
}
