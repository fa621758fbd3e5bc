import type { ConversationDetails, SessionInfo } from "@/lib/api/types";

/** What the server calls whoever works on its own machine while it has no owner. */
const THIS_MACHINE = "this machine";

/** Whether a conversation is in the hands of the one who uses Studio; the desk knows people by their address. */
export function isHeldBy(owner: string | null | undefined, session: SessionInfo | undefined): boolean {
  if (owner == null || session === undefined) return false;
  return owner === (session.kind === "loopback" ? THIS_MACHINE : session.account?.email);
}

/** A conversation as it is at a moment (ms): when its time with people is over, the bot has it again. */
export function heldAt(conversation: ConversationDetails, now: number): ConversationDetails {
  const { handOver, ...rest } = conversation;
  return handOver !== undefined && handOver.until > now ? conversation : rest;
}
