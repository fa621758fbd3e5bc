import { useRef, useState } from "react";

import type { BotSummary } from "@/lib/api/types";

import { type Environment, run, type TestReport } from "./api";

/** Tests that are run in one request: few, so that one sees how far it is. */
const TOGETHER = 5;

interface Run {
  done: number;
  total: number;
  reports: ReadonlyMap<string, TestReport>;
  isRunning: boolean;
  error: unknown;
}

/** Runs tests a few at a time; what came of each stays until it is run again. */
export function useRun(bot: BotSummary) {
  const [state, setState] = useState<Run>({
    done: 0,
    total: 0,
    reports: new Map(),
    isRunning: false,
    error: null,
  });
  const running = useRef<AbortController>(undefined);

  const start = async (environment: Environment, names: readonly string[]) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setState(({ reports }) => ({
      done: 0,
      total: names.length,
      reports: new Map([...reports].filter(([name]) => !names.includes(name))),
      isRunning: true,
      error: null,
    }));
    try {
      for (let from = 0; from < names.length; from += TOGETHER) {
        const some = names.slice(from, from + TOGETHER);
        // One after the other: each shows how far it is.
        // oxlint-disable-next-line no-await-in-loop
        const reports = await run(bot, environment, some, abort.signal);
        if (abort.signal.aborted) return;
        setState((state) => ({
          ...state,
          done: from + some.length,
          reports: new Map([
            ...state.reports,
            ...reports.map((report): [string, TestReport] => [report.dialog, report]),
          ]),
        }));
      }
    } catch (error) {
      if (!abort.signal.aborted) setState((state) => ({ ...state, error }));
    }
    if (running.current === abort) setState((state) => ({ ...state, isRunning: false }));
  };
  const stop = () => {
    running.current?.abort();
    setState((state) => ({ ...state, isRunning: false }));
  };
  return { ...state, start, stop };
}
