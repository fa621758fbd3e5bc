/** What came of putting two people's changes of one object together. */
export interface Merged<T> {
  whole: T;
  /** Members that both changed, each in another way; those of `mine` are in `whole`. */
  disputed: readonly string[];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Mine and theirs, which both came from `base`, in one. */
export function merged<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const of = (whole: T, key: string) => (whole as Record<string, unknown>)[key];
  const disputed: string[] = [];
  const whole: Record<string, unknown> = {};
  for (const key of new Set([base, mine, theirs].flatMap((one) => Object.keys(one)))) {
    const [was, my, their] = [of(base, key), of(mine, key), of(theirs, key)];
    if (!same(was, my) && !same(was, their) && !same(my, their)) disputed.push(key);
    const taken = same(was, my) ? their : my;
    if (taken !== undefined) whole[key] = taken;
  }
  return { whole: whole as T, disputed };
}
