import type { Count, DayCount } from "@/lib/api/types";

/** What can be added over days; users of several days may be the same. */
export type ChannelSum = Omit<Count, "users"> & { channel: string };

/** The days of each channel together, the busiest channel first. */
export function channelSums(days: readonly DayCount[]): readonly ChannelSum[] {
  const sums = new Map<string, ChannelSum>();
  for (const { channel, turns, sentences, unknown, up, down } of days) {
    const sum = sums.get(channel) ?? { channel, turns: 0, sentences: 0, unknown: 0, up: 0, down: 0 };
    sums.set(channel, {
      channel,
      turns: sum.turns + turns,
      sentences: sum.sentences + sentences,
      unknown: sum.unknown + unknown,
      up: sum.up + up,
      down: sum.down + down,
    });
  }
  return [...sums.values()].toSorted((a, b) => b.turns - a.turns);
}

/** Names with how often, the most frequent first, then by name. */
export function ranked(counts: Record<string, number>): readonly [string, number][] {
  return Object.entries(counts).toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b));
}
