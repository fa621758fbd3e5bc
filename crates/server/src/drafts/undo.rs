//! Taking changes of a draft back.

use model::{Bot, Edit, Problem};
use store::Undo;

use super::etag_of;

/// Names the state of the objects that some edits touch. Where a story lies is no part of it: the
/// stories around it may change.
pub(super) fn state_of(bot: &Bot, touching: &[Edit]) -> String {
    let mut states = bot.edits_back(touching);
    for edit in &mut states {
        if let Edit::Story { before, .. } = edit {
            *before = None;
        }
    }
    // A story at the end is named by two edits, one elsewhere by one.
    let is_whole = |edit: &Edit| match edit {
        Edit::Story { name, story: None, .. } => !bot.stories.iter().any(|one| one.name == *name),
        _ => true,
    };
    states.retain(is_whole);
    etag_of(&states).to_string()
}

/// The edits that take changes back, the latest change first. An object that somebody changed
/// since stays as they made it, and nothing is taken back.
pub fn taken_back(bot: &Bot, undos: &[Undo]) -> Result<Vec<Edit>, Problem> {
    let mut edits: Vec<Edit> = Vec::new();
    // One change leaves everything else as it is: only several need a bot to be tried on.
    let mut tried = (undos.len() > 1).then(|| bot.clone());
    for undo in undos {
        if state_of(tried.as_ref().unwrap_or(bot), &undo.edits) != undo.state {
            let detail = "what you changed was changed again since; look at it as it is now";
            return Err(Problem::new(409, "changed-since", "Changed since", detail));
        }
        if let Some(tried) = &mut tried {
            undo.edits.iter().cloned().for_each(|edit| tried.apply(edit));
        }
        edits.extend(undo.edits.iter().cloned());
    }
    Ok(edits)
}
