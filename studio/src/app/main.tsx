import "./styles";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { startI18n } from "@/lib/i18n/i18n";

import { App } from "./app";

startI18n();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element `root`");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
