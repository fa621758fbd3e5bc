// Speech to text, where the browser has it. What is heard goes into the field, not to the bot: the
// visitor reads it before it is sent.

interface Recognition extends EventTarget {
  lang: string;
  interimResults: boolean;
  start(): void;
  abort(): void;
}

interface RecognitionEvent extends Event {
  results: ArrayLike<ArrayLike<{ transcript: string }>>;
}

type Constructor = new () => Recognition;

function constructorOf(): Constructor | undefined {
  const browser = window as { SpeechRecognition?: Constructor; webkitSpeechRecognition?: Constructor };
  return browser.SpeechRecognition ?? browser.webkitSpeechRecognition;
}

export function canHear(): boolean {
  return constructorOf() !== undefined;
}

/** Hears one sentence. Returns how to stop. */
export function hear(locale: string, heard: (words: string) => void, over: () => void): () => void {
  const Recognition = constructorOf();
  if (!Recognition) {
    over();
    return () => {};
  }
  const recognition = new Recognition();
  recognition.lang = locale;
  recognition.interimResults = true;
  recognition.addEventListener("result", (event) => {
    const { results } = event as RecognitionEvent;
    heard(Array.from(results, (result) => result[0]?.transcript ?? "").join(""));
  });
  // `end` follows every error too.
  recognition.addEventListener("end", over);
  recognition.start();
  return () => recognition.abort();
}
