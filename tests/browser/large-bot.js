// A bot as large as Studio promises to be quick with: 50,000 sentences, 5,000 stories, 50,000 labels.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const INTENTS = 250;
export const SENTENCES_OF_EACH = 200;
export const STORIES = 5_000;
export const LABELS = 50_000;

const SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "zu", "pla", "gri", "ston", "mer", "dal", "fen"];

/** Numbers that look random and are the same every time. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Writes the bot `app/large` as files. */
export async function writeLargeBot(folder) {
  const pick = numbers(7);
  const word = () => Array.from({ length: 2 + pick(3) }, () => SYLLABLES[pick(SYLLABLES.length)]).join("");
  const words = Array.from({ length: 6_000 }, word);
  const some = (of, count) => Array.from({ length: count }, () => of[pick(of.length)]).join(" ");
  const files = {
    "bot.toml": 'name = "large"\nnamespace = "app"\ntitle = "Large"\nlocales = ["en"]\n',
    "intents/all.md": Array.from({ length: INTENTS }, (_, intent) => {
      const own = words.slice(intent * 20, intent * 20 + 20);
      // The number makes each its own.
      const sentences = Array.from({ length: SENTENCES_OF_EACH }, (_, at) => `- ${some(own, 4)} ${some(words, 2)} ${at}`);
      return `# intent_${intent}\n\n## en\n\n${sentences.join("\n")}\n`;
    }).join("\n"),
    "stories/all.toml": Array.from({ length: STORIES }, (_, story) => {
      const each = LABELS / STORIES;
      const says = Array.from({ length: each }, (_, at) => `"label.k${story * each + at}"`);
      const start = story < INTENTS ? `starters = ["intent_${story}"]\n` : "";
      return `[story_${story}]\ndescription = "Story number ${story}"\n${start}answers = [${says.join(", ")}]\n`;
    }).join("\n"),
    "answers/en.toml": `[label]\n${Array.from({ length: LABELS }, (_, at) => `k${at} = "${some(words, 10)}"`).join("\n")}\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
