//! Text to understanding: train, parse, evaluate, explain
