import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CheckIcon, CopyIcon } from "./icons";

/** Copies a text to the clipboard, and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The browser forbids it; the text is there to be selected.
    }
  };
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={isCopied ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
      onClick={() => void copy()}
    >
      {isCopied ? t("copy.copied") : label}
    </Button>
  );
}
