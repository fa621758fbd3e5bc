//! Which story answers, and from which of its steps.

use model::{BareValues, Choice, EntityCondition, Step, Value};

use crate::action::Action;
use crate::compiled::{StepIndex, StoryIndex};
use crate::dictionary::fold;
use crate::expression;
use crate::memory;
use crate::trace::Topic;
use crate::turn::Turn;

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// A story, from the start or from a step.
    Story(StoryIndex, Option<StepIndex>),
    /// The open question once more.
    AskAgain(StoryIndex),
    /// Nothing fits.
    Unknown,
}

/// Words besides its values in a sentence that corrects them.
const CORRECTION_WORDS_MAX: usize = 2;

/// The parameter of a choice that names a story without intents.
pub(crate) const STORY_PARAMETER: &str = "_story";

impl Turn<'_> {
    pub(crate) fn current_story(&self) -> Option<StoryIndex> {
        let name = self.conversation.state.story.as_ref()?;
        self.bot.story_named(name).filter(|story| !self.is_off(*story))
    }

    fn current_step(&self, story: StoryIndex) -> Option<StepIndex> {
        let name = self.conversation.state.step.as_ref()?;
        (self.current_story() == Some(story)).then(|| self.bot.step_named(story, name))?
    }

    /// Chooses for words. Values have found their place; `replied` is the story whose question
    /// they answer.
    pub(crate) fn choose_for_sentence(
        &mut self,
        action: &Action,
        replied: Option<StoryIndex>,
    ) -> Chosen {
        if let Some(story) = replied {
            let name = &self.bot.story(story).name;
            self.trace.note(Topic::Story, format!("`{name}` goes on: its question was answered"));
            let from = self.current_step(story);
            return self.redirected(story, action, |turn| {
                turn.select_by_event(story, from, action).or(from)
            });
        }
        let current = self.current_story();
        let starter = action.intent.as_ref().and_then(|intent| self.story_started_by(intent));
        if let Some(story) = current {
            let from = self.current_step(story);
            let name = self.bot.story(story).name.clone();
            if let Some(intent) = &action.intent
                && self.bot.compiled(story).supports.contains(intent)
            {
                self.trace.note(
                    Topic::Story,
                    format!("`{name}` goes on: `{intent}` is one of its intents"),
                );
                // A program says itself when it leaves its step.
                let only_a_reply = !self.bot.story(story).starters.contains(intent)
                    && (!self.bot.story(story).secondary.contains(intent)
                        || self.bot.is_of_program(story));
                let stays = if only_a_reply { from } else { None };
                return self.redirected(story, action, |turn| {
                    turn.select_by_event(story, from, action).or(stays)
                });
            }
            // A value alone may lead to a step, but does not keep a sentence from a story that
            // it clearly starts.
            let is_bare = action.said.iter().any(|said| action.words_outside(said) == 0);
            let may_lead = match self.bot.story(story).bare_values {
                BareValues::Anywhere => true,
                BareValues::WithinSteps => from.is_some(),
                BareValues::Nowhere => false,
            };
            if may_lead
                && (starter.is_none() || (is_bare && !action.is_known_sentence))
                && let Some(step) = self.select_by_event(story, from, action)
            {
                self.trace.note(Topic::Story, format!("`{name}` goes on: one of its steps fits"));
                return Chosen::Story(story, Some(step));
            }
        }
        if let Some(story) = self.story_to_repeat()
            && self.bot.story(story).insists
            && starter.is_some()
        {
            let name = &self.bot.story(story).name;
            self.trace.note(Topic::Story, format!("`{name}` insists before it lets go"));
            return Chosen::AskAgain(story);
        }
        if let Some(story) = starter {
            let name = self.bot.story(story).name.clone();
            self.trace.note(Topic::Story, format!("`{name}` starts with this intent"));
            return self
                .redirected(story, action, |turn| turn.select_by_event(story, None, action));
        }
        // "Pour Bordeaux" after a summary corrects it, although it is no sentence of the story.
        if let Some(story) = current
            && action.intent.is_none()
            && action.words_outside_all() <= CORRECTION_WORDS_MAX
            && action.said.iter().any(|said| self.mandatory(story, &said.role).is_some())
        {
            let name = self.bot.story(story).name.clone();
            self.trace.note(
                Topic::Story,
                format!("`{name}` goes on: a value that it needs was said anew"),
            );
            return self.redirected(story, action, |_| None);
        }
        match &action.intent {
            Some(intent) => self.trace.problem(
                Topic::Story,
                format!("no story starts with `{intent}`, and the current one does not know it"),
            ),
            None => self.trace.note(Topic::Story, "nothing was understood"),
        }
        match self.story_to_repeat() {
            Some(story) => Chosen::AskAgain(story),
            None => Chosen::Unknown,
        }
    }

    /// Chooses for a button, perhaps an old one.
    pub(crate) fn choose_for_choice(&mut self, choice: &Choice, action: &Action) -> Chosen {
        let mut candidates: Vec<StoryIndex> = Vec::new();
        let mut offer = |story: Option<StoryIndex>| {
            if let Some(story) = story.filter(|story| !candidates.contains(story)) {
                candidates.push(story);
            }
        };
        let current = self.current_story();
        let named = choice
            .parameters
            .get(STORY_PARAMETER)
            .and_then(|name| self.bot.story_named(&model::StoryName::new(name.clone()).ok()?));
        offer(named);
        let supports = |story: &StoryIndex| {
            let supported = &self.bot.compiled(*story).supports;
            choice.intent.as_ref().is_none_or(|intent| supported.contains(intent))
        };
        let before = choice.previous_intent.as_ref();
        let before = before.and_then(|intent| self.story_started_by(intent));
        match before {
            // It was offered by this story, whatever happened since.
            Some(_) => offer(before.filter(supports)),
            None => offer(current.filter(supports)),
        }
        offer(choice.intent.as_ref().and_then(|intent| self.story_started_by(intent)));
        offer(current.filter(supports));
        candidates.retain(|story| !self.is_off(*story));

        let wanted = choice.step.as_ref();
        if let Some(name) = wanted {
            let found = candidates
                .iter()
                .find_map(|story| Some((*story, self.bot.step_named(*story, name)?)));
            if let Some((story, step)) = found {
                let story_name = self.bot.story(story).name.clone();
                self.trace.note(Topic::Story, format!("`{story_name}`: the choice names its step"));
                self.trace.note(Topic::Step, format!("`{name}`: the choice names it"));
                return Chosen::Story(story, Some(step));
            }
            self.trace.problem(Topic::Step, format!("no story of the choice has a step `{name}`"));
        }
        let Some(story) = candidates.first().copied() else {
            self.trace.problem(Topic::Story, "no story fits the choice");
            return Chosen::Unknown;
        };
        let name = self.bot.story(story).name.clone();
        self.trace.note(Topic::Story, format!("`{name}`: the choice leads to it"));
        // A choice that answers the open question goes on where the question was asked.
        let from = self.current_step(story);
        let answers = self.conversation.state.asked.as_ref().is_some_and(|question| {
            question.story == name && action.said.iter().any(|said| said.role == question.role)
        });
        let stays = if answers { from } else { None };
        self.redirected(story, action, |turn| turn.select_by_event(story, from, action).or(stays))
    }

    /// The story that answers for another by its rule; steps are chosen again there.
    fn redirected(
        &mut self,
        story: StoryIndex,
        action: &Action,
        step: impl FnOnce(&mut Self) -> Option<StepIndex>,
    ) -> Chosen {
        let target = self.follow_redirects(story);
        let step = match target == story {
            true => step(self),
            false => self.select_by_event(target, None, action),
        };
        Chosen::Story(target, step)
    }

    /// Follows `redirects_to` to its end. A cycle or a target that cannot run leaves the story
    /// as it is.
    pub(crate) fn follow_redirects(&mut self, story: StoryIndex) -> StoryIndex {
        let mut seen = vec![story];
        let mut at = story;
        while let Some(name) = self.redirect_of(at) {
            let next = self.bot.story_named(name).filter(|next| !self.is_off(*next));
            let Some(next) = next else {
                self.trace.problem(
                    Topic::Story,
                    format!(
                        "`{}` cannot redirect to `{name}`: it is missing or disabled",
                        self.bot.story(at).name
                    ),
                );
                return at;
            };
            if seen.contains(&next) {
                self.trace.problem(
                    Topic::Story,
                    format!(
                        "`{}` redirects in a circle: it answers itself",
                        self.bot.story(story).name
                    ),
                );
                return story;
            }
            self.trace.note(Topic::Story, format!("`{name}` answers in its place"));
            seen.push(next);
            at = next;
        }
        at
    }

    /// The current story, when what it asked or offered shall be said again.
    fn story_to_repeat(&self) -> Option<StoryIndex> {
        let story = self.current_story()?;
        let asks = self.bot.story(story);
        let state = &self.conversation.state;
        let rounds = match &state.asked {
            Some(question) if question.story == asks.name => question.repeats,
            Some(_) => return None,
            None if self.bot.children(story, self.current_step(story)).is_empty() => return None,
            None => state.offered_again,
        };
        (rounds < asks.ask_again).then_some(story)
    }

    /// Children of the present step, its siblings, those of its parents, then the whole tree,
    /// level by level: the first whose trigger this event meets.
    pub(crate) fn select_by_event(
        &mut self,
        story: StoryIndex,
        from: Option<StepIndex>,
        action: &Action,
    ) -> Option<StepIndex> {
        let compiled = self.bot.compiled(story);
        let mut found = None;
        let mut at = from;
        loop {
            let children = self.bot.children(story, at);
            found = found.or_else(|| {
                children.iter().copied().find(|step| self.event_meets(story, *step, action))
            });
            if found.is_some() {
                break;
            }
            match at {
                Some(step) => at = compiled.steps[step].parent,
                None => break,
            }
        }
        let found = found.or_else(|| {
            (0..compiled.steps.len()).find(|step| self.event_meets(story, *step, action))
        })?;
        let name = &self.bot.step(story, found).name;
        self.trace.note(Topic::Step, format!("`{name}`: this event meets its trigger"));
        Some(found)
    }

    /// The first step at the root whose trigger is met by all that is known. Asked once nothing
    /// mandatory is missing.
    pub(crate) fn select_by_memory(&mut self, story: StoryIndex) -> Option<StepIndex> {
        let roots = self.bot.children(story, None);
        let found =
            roots.iter().copied().find(|step| self.memory_meets(self.bot.step(story, *step)))?;
        let name = &self.bot.step(story, found).name;
        self.trace.note(Topic::Step, format!("`{name}`: what is known meets its trigger"));
        Some(found)
    }

    fn event_meets(&self, story: StoryIndex, step: StepIndex, action: &Action) -> bool {
        let trigger = &self.bot.step(story, step).trigger;
        if let Some(intent) = &trigger.intent
            && action.intent.as_ref() != Some(intent)
        {
            return false;
        }
        let meets_entity = match &trigger.entity {
            None => trigger.intent.is_some(),
            Some(condition) => {
                let in_event = action.said.iter().any(|said| {
                    said.role == condition.role
                        && has_value(condition, said.value.as_ref(), &said.text)
                });
                let remembered = trigger.intent.is_some() && trigger.whole_conversation;
                in_event || (remembered && self.remembers(condition))
            }
        };
        meets_entity && self.holds(trigger.when.as_deref())
    }

    fn memory_meets(&self, step: &Step) -> bool {
        let trigger = &step.trigger;
        if let Some(intent) = &trigger.intent
            && self.run.intent.as_ref() != Some(intent)
        {
            return false;
        }
        let meets_entity = match &trigger.entity {
            None => trigger.when.is_some(),
            Some(condition) => trigger.whole_conversation && self.remembers(condition),
        };
        meets_entity && self.holds(trigger.when.as_deref())
    }

    fn remembers(&self, condition: &EntityCondition) -> bool {
        memory::current(&self.conversation.state, &condition.role)
            .is_some_and(|held| has_value(condition, held.value.as_ref(), &held.text))
    }

    /// Whether a condition holds. None always does; one that is wrong never.
    pub(crate) fn holds(&self, when: Option<&str>) -> bool {
        when.is_none_or(|source| {
            self.bot
                .expression(source)
                .is_some_and(|condition| expression::evaluate(condition, self).holds())
        })
    }
}

fn has_value(condition: &EntityCondition, value: Option<&Value>, text: &str) -> bool {
    let Some(wanted) = &condition.value else { return true };
    match value {
        Some(Value::Text { value, .. }) => value == wanted,
        Some(other) => crate::format::machine_text(other).is_some_and(|value| value == *wanted),
        None => fold(text) == fold(wanted),
    }
}
