//! Bots made by other systems, to the model, with a report of what was kept
