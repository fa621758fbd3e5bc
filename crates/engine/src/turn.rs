//! A turn, from its event to its last message: a stack of small tasks, so that it can stop for a
//! call to the outside and go on from a cursor.

use model::limits::{CONTEXT_VARIABLES_MAX, ENTITY_TEXT_BYTES_MAX, TURN_STEPS_MAX};
use model::{
    Answer, Conversation, Effect, EffectAnswer, Event, IntentName, Message, StepName, StoryName,
    Understanding,
};

use crate::compiled::{CompiledBot, StepIndex, StoryIndex};
use crate::format::Formatting;
use crate::opening::{self, Place};
use crate::randomness::TurnRng;
use crate::task::{AnswerPlace, AnswersOf, Cursor, Run, Task};
use crate::trace::{Topic, Trace};
use crate::words::Words;
use crate::{Context, Next, Progress, channel, memory};

/// A label that was said, and how it could have been said.
pub(crate) struct RenderedLabel {
    pub(crate) given: String,
    pub(crate) others: Vec<String>,
}

/// A turn at work.
pub(crate) struct Turn<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) bot: &'a CompiledBot,
    pub(crate) conversation: Conversation,
    pub(crate) place: Place,
    pub(crate) trace: Trace,
    pub(crate) rng: TurnRng,
    pub(crate) run: Run,
    pub(crate) messages: Vec<Message>,
    /// A message that still grows, for those who watch.
    pub(crate) growing: Option<Message>,
    /// Labels of the next message, when their other variants are wanted.
    pub(crate) rendered: Vec<RenderedLabel>,
    pub(crate) tasks: Vec<Task>,
    /// The call that the turn stops for.
    pub(crate) waits_for: Option<Effect>,
    pub(crate) is_over: bool,
}

pub(crate) fn start(
    context: &Context<'_>,
    mut conversation: Conversation,
    event: &Event,
    understanding: Option<&Understanding>,
) -> Progress {
    let mut trace = Trace::default();
    opening::open(context, &mut conversation, event, &mut trace);
    opening::hear_language(context, &mut conversation, event, understanding, &mut trace);
    let mut turn = Turn::new(context, conversation, trace, Run::default(), Vec::new());
    turn.begin(event, understanding);
    turn.go_on()
}

pub(crate) fn resume(
    context: &Context<'_>,
    conversation: Conversation,
    cursor: &Cursor,
    answer: &EffectAnswer,
) -> Progress {
    let mut run = cursor.run.clone();
    run.segment += 1;
    let tasks = cursor.tasks.clone();
    let mut turn = Turn::new(context, conversation, Trace::default(), run, tasks);
    turn.trace.intent = turn.run.intent.clone();
    turn.take_reply(&cursor.effect, answer);
    turn.go_on()
}

impl<'a> Turn<'a> {
    fn new(
        context: &Context<'a>,
        conversation: Conversation,
        mut trace: Trace,
        run: Run,
        tasks: Vec<Task>,
    ) -> Self {
        let place = Place::of(context, &conversation, None, &mut trace);
        Self {
            context: *context,
            bot: context.bot,
            place,
            conversation,
            trace,
            rng: TurnRng::new(context.turn, run.segment),
            run,
            messages: Vec::new(),
            growing: None,
            rendered: Vec::new(),
            tasks,
            waits_for: None,
            is_over: false,
        }
    }

    /// Works until nothing is left to do, something outside is needed, or the budget is used up.
    fn go_on(mut self) -> Progress {
        while self.waits_for.is_none()
            && !self.is_over
            && let Some(task) = self.tasks.pop()
        {
            self.run.steps += 1;
            if self.run.steps > TURN_STEPS_MAX {
                self.end_over_budget(format!("more than {TURN_STEPS_MAX} steps"));
                break;
            }
            self.perform(task);
        }
        self.finish()
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::Enter { story, step, aside } => self.enter(&story, step, aside),
            Task::Answers { place, next } => self.give_answer(place, next),
            // Only a resumed turn has an answer for it; see `take_reply`.
            Task::Reply { .. } => {
                self.trace.problem(Topic::Effect, "a reply was expected and there is none");
            }
            Task::Offer { story, step } => self.offer_steps(&story, step.as_ref()),
            Task::Leave { story, step, aside } => self.leave(&story, step.as_ref(), aside),
        }
    }

    fn enter(&mut self, name: &StoryName, step: Option<StepName>, aside: bool) {
        let Some(story) = self.runnable(name) else { return };
        if self.run.visited.contains(name) {
            let text = format!("`{name}` already ran in this turn: it does not run again");
            self.trace.problem(Topic::Story, text);
            return;
        }
        self.run.visited.push(name.clone());
        self.trace.story = Some(name.clone());
        self.trace.step = None;
        let mut step = step.and_then(|step| self.bot.step_named(story, &step));
        if !aside {
            let state = &mut self.conversation.state;
            state.story = Some(name.clone());
            state.step = step.map(|step| self.bot.step(story, step).name.clone());
            if let Some(missing) = self.first_missing(story) {
                return self.ask(story, missing);
            }
            let state = &mut self.conversation.state;
            if state.asked.as_ref().is_some_and(|question| question.story == *name) {
                state.asked = None;
            }
            if step.is_none() {
                step = self.select_by_memory(story);
                let name = step.map(|step| self.bot.step(story, step).name.clone());
                self.conversation.state.step = name;
            }
        }
        let step = step.map(|step| self.bot.step(story, step).name.clone());
        self.trace.step = step.clone();
        let of = step.clone().map_or(AnswersOf::Story, AnswersOf::Step);
        let place = AnswerPlace { story: name.clone(), of };
        self.tasks.push(Task::Leave { story: name.clone(), step: step.clone(), aside });
        self.tasks.push(Task::Offer { story: name.clone(), step });
        self.tasks.push(Task::Answers { place, next: 0 });
    }

    fn ask(&mut self, story: StoryIndex, missing: usize) {
        let definition = self.bot.story(story);
        let mandatory = &definition.mandatory[missing];
        let role = &mandatory.entity.role;
        self.trace.note(Topic::Question, format!("`{role}` is missing and asked for"));
        self.remember_question(story, role);
        if mandatory.ask.is_empty() {
            self.trace
                .problem(Topic::Question, format!("the question about `{role}` has no words"));
            let words = Words::AskFor.in_locale(&self.place.locale);
            self.say(format!("{words} {role}"));
            return;
        }
        let place =
            AnswerPlace { story: definition.name.clone(), of: AnswersOf::Question(role.clone()) };
        self.tasks.push(Task::Answers { place, next: 0 });
    }

    /// What follows a story's or a step's answers: a step's target, the story of the intent for
    /// an empty step, the next possible intents, the story that ends each run.
    fn leave(&mut self, name: &StoryName, step: Option<&StepName>, aside: bool) {
        let Some(story) = self.runnable(name) else { return };
        self.switch_bot(story);
        let definition = self.bot.story(story);
        let index = step.and_then(|step| self.bot.step_named(story, step));
        if let Some(index) = index {
            let step = self.bot.step(story, index);
            if let Some(target) = &step.target {
                self.conversation.state.intent = Some(target.clone());
                return self.switch_to(target.clone(), "the step's target");
            }
            if step.answers.is_empty() && step.steps.is_empty() {
                // A step without anything of its own hands over to the story of the intent.
                let intent = self.run.intent.clone();
                let other = intent.filter(|intent| {
                    self.story_started_by(intent).is_some_and(|other| other != story)
                });
                if let Some(intent) = other {
                    return self.switch_to(intent, "the step is empty");
                }
            }
        }
        if !definition.next_intents.is_empty() && !aside {
            self.conversation.state.next_intents = self.possible_next(story, index);
        }
        if self.bot.children(story, index).is_empty()
            && let Some(end) = self.end_of(story)
        {
            self.trace.note(Topic::Story, format!("`{end}` follows each run of `{name}`"));
            let Some(end) = self.runnable(end) else { return };
            let end = self.follow_redirects(end);
            let story = self.bot.story(end).name.clone();
            self.tasks.push(Task::Enter { story, step: None, aside: false });
        }
    }

    fn possible_next(
        &self,
        story: StoryIndex,
        step: Option<StepIndex>,
    ) -> Vec<model::IntentQualifier> {
        let mut possible = self.bot.story(story).next_intents.clone();
        for child in self.bot.children(story, step) {
            if let Some(intent) = &self.bot.step(story, *child).trigger.intent
                && possible.iter().all(|qualifier| qualifier.intent != *intent)
            {
                possible.push(model::IntentQualifier { intent: intent.clone(), modifier: 0.0 });
            }
        }
        possible
    }

    /// Goes on with another intent's story: its step comes from that intent and from what was
    /// said, never from the old choice.
    fn switch_to(&mut self, intent: IntentName, because: &str) {
        let Some(story) = self.story_started_by(&intent) else {
            let text = format!("{because}: no story starts with `{intent}`");
            return self.trace.problem(Topic::Story, text);
        };
        let story = self.follow_redirects(story);
        let name = self.bot.story(story).name.clone();
        self.trace.note(Topic::Story, format!("`{name}` goes on with `{intent}`: {because}"));
        self.run.intent = Some(intent);
        self.tasks.push(Task::Enter { story: name, step: None, aside: false });
    }

    /// A story by name, unless it is gone or switched off.
    fn runnable(&mut self, name: &StoryName) -> Option<StoryIndex> {
        match self.bot.story_named(name) {
            Some(story) if !self.is_off(story) => Some(story),
            Some(_) => {
                self.trace.problem(Topic::Story, format!("`{name}` is disabled"));
                None
            }
            None => {
                self.trace.problem(Topic::Story, format!("there is no story `{name}`"));
                None
            }
        }
    }

    /// The answers of a place, if the bot still has it.
    pub(crate) fn answers(&mut self, place: &AnswerPlace) -> &'a [Answer] {
        let bot = self.bot;
        let Some(story) = self.runnable(&place.story) else { return &[] };
        match &place.of {
            AnswersOf::Story => &bot.story(story).answers,
            AnswersOf::Step(name) => match bot.step_named(story, name) {
                Some(step) => &bot.step(story, step).answers,
                None => &[],
            },
            AnswersOf::Question(role) => {
                let mandatory = bot.story(story).mandatory.iter();
                mandatory.into_iter().find(|m| m.entity.role == *role).map_or(&[], |m| &m.ask)
            }
        }
    }

    fn give_answer(&mut self, place: AnswerPlace, index: usize) {
        let answers = self.answers(&place);
        let Some(answer) = answers.get(index) else { return };
        if index + 1 < answers.len() {
            self.tasks.push(Task::Answers { place: place.clone(), next: index + 1 });
        }
        if self.holds(answer.when.as_deref()) {
            self.answer(answer, place, index);
        } else {
            self.trace
                .note(Topic::Expression, "an answer is left out: its condition does not hold");
        }
    }

    /// Stops the turn until a call is answered.
    pub(crate) fn wait_for(&mut self, effect: Effect, place: AnswerPlace, index: usize) {
        if self.is_over {
            return;
        }
        self.tasks.push(Task::Reply { place, index });
        self.waits_for = Some(effect);
    }

    /// The place of the answer that was waited for, taken from the stack.
    pub(crate) fn awaited(&mut self) -> Option<(AnswerPlace, usize)> {
        match self.tasks.pop() {
            Some(Task::Reply { place, index }) => Some((place, index)),
            Some(other) => {
                self.tasks.push(other);
                None
            }
            None => None,
        }
    }

    pub(crate) fn formatting(&self) -> Formatting {
        Formatting::new(self.place.shown.clone(), self.context.now)
    }

    /// Keeps a parameter of a choice for this turn's texts.
    pub(crate) fn remember_parameter(&mut self, name: &str, text: &str) {
        if self.run.parameters.len() < CONTEXT_VARIABLES_MAX {
            let text = memory::cut(text.to_owned(), ENTITY_TEXT_BYTES_MAX);
            self.run.parameters.insert(name.to_owned(), text);
        }
    }

    pub(crate) fn set_variable(&mut self, variable: &str, value: serde_json::Value) {
        match memory::set(&mut self.conversation.state, variable, value) {
            Ok(()) => self.trace.note(Topic::Expression, format!("`{variable}` is set")),
            Err(reason) => self
                .trace
                .problem(Topic::Expression, format!("`{variable}` is not set: {}", reason.words())),
        }
    }

    fn finish(mut self) -> Progress {
        let next = match self.waits_for.take() {
            Some(effect) => {
                let tasks = std::mem::take(&mut self.tasks);
                let cursor = Cursor { run: self.run.clone(), tasks, effect: effect.clone() };
                Next::Await { effect, cursor }
            }
            None => {
                self.age_question();
                if !self.run.is_aside {
                    let state = &mut self.conversation.state;
                    let rounds = state.offered_again;
                    state.offered_again = if self.run.offers_again { rounds + 1 } else { 0 };
                }
                if self.run.messages == 0 && self.trace.silence.is_none() {
                    let reason = match &self.trace.story {
                        Some(story) => format!("story `{story}` has nothing to say here"),
                        None => "nothing answers this event".to_owned(),
                    };
                    self.trace.silence = Some(reason);
                }
                Next::Done
            }
        };
        if !self.context.capabilities.quick_replies {
            self.messages.iter_mut().for_each(channel::without_quick_replies);
        }
        Progress {
            conversation: self.conversation,
            messages: self.messages,
            growing: self.growing,
            trace: self.trace,
            next,
        }
    }
}
