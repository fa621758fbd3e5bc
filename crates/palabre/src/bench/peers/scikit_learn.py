"""Word and character TF-IDF with a linear support vector machine: python3 -c … TRAIN TEST."""
import json
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC


def read(path):
    lines = [line.rstrip("\n").rsplit("\t", 1) for line in open(path, encoding="utf-8")]
    return zip(*[line for line in lines if len(line) == 2])


texts, intents = read(sys.argv[1])
words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
begin = time.perf_counter()
model = make_pipeline(make_union(words, characters), LinearSVC(C=1)).fit(texts, intents)
train_ms = 1000 * (time.perf_counter() - begin)
texts, intents = read(sys.argv[2])
right = sum(found == intent for found, intent in zip(model.predict(texts), intents))
times = []
for text in texts[:200]:
    begin = time.perf_counter()
    model.predict([text])
    times.append(1e6 * (time.perf_counter() - begin))
p50_us = sorted(times)[len(times) // 2]
print(json.dumps({"accuracy": 100 * right / len(texts), "train_ms": train_ms, "p50_us": p50_us}))
