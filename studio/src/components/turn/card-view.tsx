import type { Card, TalkEvent } from "@/lib/api/types";

import classes from "./card-view.module.css";
import { FileView } from "./file-view";
import { Pressable } from "./pressable";

interface CardViewProps {
  card: Card;
  /** Its place among others. */
  label?: string;
  onSend: (event: TalkEvent, said: string) => void;
}

/** A picture, words and buttons. */
export function CardView({ card: { title, subtitle, file, buttons = [] }, label, onSend }: CardViewProps) {
  return (
    <article className={classes.card} aria-label={[label, title].filter(Boolean).join(": ")}>
      {file && <FileView file={file} fill />}
      <div className={classes.words}>
        {title !== undefined && <strong className={classes.title}>{title}</strong>}
        {subtitle !== undefined && <p className={classes.subtitle}>{subtitle}</p>}
        {buttons.length > 0 && (
          <div className={classes.buttons}>
            {buttons.map((button) => (
              <Pressable
                key={`${button.title} ${button.payload}`}
                of={button}
                look="button"
                onSend={onSend}
              />
            ))}
          </div>
        )}
      </div>
    </article>
  );
}
