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
  const entities = marked(sentence.text, sentence.entities ?? [], start, end, entity);
  return entities === undefined ? sentence : { ...sentence, entities };
}

/** The marks of a text with one more; nothing when only spaces were selected. */
function marked(
  text: string,
  marks: readonly Annotation[],
  start: number,
  end: number,
  { entity_type, role }: EntityUse,
): Annotation[] | undefined {
  const selected = text.slice(start, end);
  const from = start + (selected.length - selected.trimStart().length);
  const to = end - (selected.length - selected.trimEnd().length);
  if (from >= to) return undefined;
  const begin = bytes(text.slice(0, from));
  const span = {
    start: begin,
    end: begin + bytes(text.slice(from, to)),
    utf16_start: from,
    utf16_end: to,
  };
  const others = marks.filter(({ span }) => span.utf16_end <= from || span.utf16_start >= to);
  return [...others, { span, entity_type, role }].toSorted((a, b) => a.span.start - b.span.start);
}

/** The mark in which a selection lies without being all of it: there it can be a part. */
export function markAround(sentence: Sentence, start: number, end: number): Annotation | undefined {
  return (sentence.entities ?? []).find(
    ({ span: { utf16_start, utf16_end } }) =>
      utf16_start <= start && end <= utf16_end && (utf16_start < start || end < utf16_end),
  );
}

/** The sentence with a part marked within one of its marks. */
export function withPart(
  sentence: Sentence,
  around: Annotation,
  start: number,
  end: number,
  entity: EntityUse,
): Sentence {
  const from = around.span.utf16_start;
  const text = sentence.text.slice(from, around.span.utf16_end);
  const parts = marked(text, around.sub_entities ?? [], start - from, end - from, entity);
  if (parts === undefined) return sentence;
  const entities = (sentence.entities ?? []).map((mark) =>
    mark === around ? { ...mark, sub_entities: parts } : mark,
  );
  return { ...sentence, entities };
}

/** The sentence without the marks that a selection touches; without the parts that it touches, where there are any. */
export function withoutMarks(sentence: Sentence, start: number, end: number): Sentence {
  const touches = (from: number, to: number) => from < end && start < to;
  const entities = (sentence.entities ?? []).flatMap((mark) => {
    const { utf16_start, utf16_end } = mark.span;
    if (!touches(utf16_start, utf16_end)) return [mark];
    const parts = mark.sub_entities ?? [];
    const left = parts.filter(
      ({ span }) => !touches(utf16_start + span.utf16_start, utf16_start + span.utf16_end),
    );
    return left.length < parts.length ? [{ ...mark, sub_entities: left }] : [];
  });
  return { ...sentence, entities };
}

/** The words of a text and the signs between them, by place. */
export function wordsOf(text: string): { from: number; to: number }[] {
  const words = text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu);
  return [...words].map(({ 0: word, index }) => ({ from: index, to: index + word.length }));
}

/** The sentence without a mark. */
export function withoutMark(sentence: Sentence, mark: Annotation): Sentence {
  return { ...sentence, entities: (sentence.entities ?? []).filter((other) => other !== mark) };
}

/** What was pasted, a sentence per line, without what stands there twice. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim().replaceAll(/\s+/g, " ")))].filter(Boolean);
}
