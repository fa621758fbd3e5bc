import { createContext, useContext } from "react";

/** Whether one talks to the bot beside whatever one does. */
export const TestPanelState = createContext({ isOpen: false, toggle: () => {} });

export function useTestPanel() {
  return useContext(TestPanelState);
}
