//! A bot ready to talk: its content, its trained model and the engine, in memory.
