import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

import { startI18n } from "@/lib/i18n/i18n";

startI18n();
// A busy machine is no reason to fail.
configure({ asyncUtilTimeout: 15_000 });
afterEach(cleanup);
