// nlp.js with its defaults, the best intent whatever its score: node -e … TRAIN TEST.
const { readFileSync } = require('fs');
const { NlpManager } = require('node-nlp');

const read = (path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => [line.slice(0, line.lastIndexOf('\t')), line.slice(line.lastIndexOf('\t') + 1)]);

(async () => {
  const [train, test] = process.argv.slice(-2);
  const manager = new NlpManager({ languages: ['en'], nlu: { log: false }, autoSave: false });
  for (const [text, intent] of read(train)) manager.addDocument('en', text, intent);
  let begin = process.hrtime.bigint();
  await manager.train();
  const trainMs = Number(process.hrtime.bigint() - begin) / 1e6;
  let right = 0;
  const times = [];
  const sentences = read(test);
  for (const [text, intent] of sentences) {
    begin = process.hrtime.bigint();
    const found = await manager.process('en', text);
    times.push(Number(process.hrtime.bigint() - begin) / 1e3);
    const best = (found.classifications || []).find((own) => own.intent !== 'None');
    if (best && best.intent === intent) right += 1;
  }
  times.sort((a, b) => a - b);
  const accuracy = (100 * right) / sentences.length;
  console.log(JSON.stringify({ accuracy, train_ms: trainMs, p50_us: times[times.length >> 1] }));
})();
