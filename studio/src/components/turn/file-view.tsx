import { useState } from "react";

import { FileIcon } from "@/components/icons";
import type { File } from "@/lib/api/types";

import { isSafeToOpen } from "./actions";
import classes from "./file-view.module.css";

interface FileViewProps {
  file: File;
  /** Whether it fills the top of a card. */
  fill?: boolean;
}

/** A picture, a sound, a film, or the name of anything else. */
export function FileView({ file: { url, name, media, description }, fill = false }: FileViewProps) {
  const [broken, setBroken] = useState(false);
  const words = description ?? name;
  if (!broken && isSafeToOpen(url)) {
    switch (media) {
      case "image":
        return (
          <img
            className={classes.picture}
            data-fill={fill}
            src={url}
            alt={words}
            onError={() => setBroken(true)}
          />
        );
      case "audio":
        return <audio className={classes.player} controls src={url} aria-label={words} />;
      case "video":
        return <video className={classes.player} controls src={url} aria-label={words} />;
      case "file":
        return (
          <a className={classes.file} href={url} target="_blank" rel="noopener noreferrer">
            <FileIcon />
            {words}
          </a>
        );
    }
  }
  return (
    <span className={classes.file} data-fill={fill}>
      <FileIcon />
      {words}
    </span>
  );
}
