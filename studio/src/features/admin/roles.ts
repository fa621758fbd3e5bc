/** The roles, those that may do least first. */
export const ROLES = [
  "viewer",
  "trainer",
  "author",
  "publisher",
  "channel-manager",
  "admin",
  "owner",
] as const;
export type RoleName = (typeof ROLES)[number];

/** What tokens and keys may be allowed to do. */
export const SCOPES = [
  "view",
  "understand",
  "read-conversations",
  "train",
  "author",
  "publish",
  "manage-channels",
  "administer",
  "own",
] as const;
export type Scope = (typeof SCOPES)[number];
