import { folded } from "@/lib/text/folded";

/** Somewhere to go. */
export interface Place {
  title: string;
  /** What it is: a screen's area, a bot. */
  kind: string;
  /** What it says, where its title does not. */
  detail?: string;
  address: string;
  /** Other words by which people look for it, those of other platforms among them. */
  words: string;
}

/** The places in which every wanted word is, those that begin with it first. */
export function found(places: readonly Place[], wanted: string): readonly Place[] {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  const fits = places.filter((place) => {
    const text = folded(`${place.title} ${place.kind} ${place.words}`);
    return words.every((word) => text.includes(word));
  });
  const begins = (place: Place) => folded(place.title).startsWith(words[0] ?? "");
  return [...fits.filter(begins), ...fits.filter((place) => !begins(place))];
}
