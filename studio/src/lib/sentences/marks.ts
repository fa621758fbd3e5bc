import type { Annotation, EntityUse, Sentence } from "@/lib/api/types";

/** A piece of a sentence, marked or not. */
export interface Piece {
  text: string;
  mark?: Annotation;
}

/** A sentence in pieces, by its marks. */
export function piecesOf(sentence: Sentence): Piece[] {
  const { text } = sentence;
  const pieces: Piece[] = [];
  let from = 0;
  for (const mark of sentence.entities ?? []) {
    if (mark.span.utf16_start > from) pieces.push({ text: text.slice(from, mark.span.utf16_start) });
    pieces.push({ text: text.slice(mark.span.utf16_start, mark.span.utf16_end), mark });
    from = mark.span.utf16_end;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** The sentence with a mark on what was selected, without the spaces around it and the marks it covers. */
export function withMark(sentence: Sentence, start: number, end: number, entity: EntityUse): Sentence {
  const selected = sentence.text.slice(start, end);
  const from = start + (selected.length - selected.trimStart().length);
  const to = end - (selected.length - selected.trimEnd().length);
  if (from >= to) return sentence;
  const begin = bytes(sentence.text.slice(0, from));
  const mark: Annotation = {
    span: {
      start: begin,
      end: begin + bytes(sentence.text.slice(from, to)),
      utf16_start: from,
      utf16_end: to,
    },
    entity_type: entity.entity_type,
    role: entity.role,
  };
  const others = (sentence.entities ?? []).filter(
    ({ span }) => span.utf16_end <= from || span.utf16_start >= to,
  );
  const entities = [...others, mark].toSorted((a, b) => a.span.start - b.span.start);
  return { ...sentence, entities };
}

/** The sentence without a mark. */
export function withoutMark(sentence: Sentence, mark: Annotation): Sentence {
  return { ...sentence, entities: (sentence.entities ?? []).filter((other) => other !== mark) };
}

/** What was pasted, a sentence per line, without what stands there twice. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim().replaceAll(/\s+/g, " ")))].filter(Boolean);
}
