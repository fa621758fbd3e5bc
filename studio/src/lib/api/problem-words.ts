import type { TFunction } from "i18next";

import { ApiError } from "./client";

/** Why a call failed, for people. */
export function problemInWords(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.status === null) return t("problem.unreachable");
  return error.message || t("problem.status", { status: error.status });
}
