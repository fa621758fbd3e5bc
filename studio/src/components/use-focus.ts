import { useCallback } from "react";

/** A `ref` for what is focused when it appears: what somebody just asked for. */
export function useFocus() {
  return useCallback((element: HTMLElement | null) => element?.focus(), []);
}
