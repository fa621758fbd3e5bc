//! The chart parser: every rule is tried wherever its elements stand side by side, each result
//! is a new thing that further rules can use, and nothing is done twice.
//!
//! Unknown words are walls, since no rule goes over one: a text is read as so many small pieces.
//! Work is bounded by a count of steps, not by time.

use std::rc::Rc;

use model::Grain;

use super::node::{Amount, Node, Number, Sem};
use super::pattern::{Element, Grammar, Rule};
use super::text::{Token, UNKNOWN};
use crate::time::build::Time;
use crate::time::expr::Now;

/// Elements compared per text; after that, what was found so far is the answer.
pub(crate) const STEPS_MAX: u32 = 100_000;
/// Different meanings kept for the same tokens.
const READINGS_MAX: usize = 24;
/// The most tokens that one value has.
const VALUE_TOKENS_MAX: usize = 40;
/// The most `<…>` elements and words in one rule.
const ELEMENTS_MAX: usize = 10;

/// What a rule matched.
pub(crate) struct Match<'a> {
    nodes: &'a [Node],
    kids: &'a [u32],
    data: i64,
    /// The present.
    pub now: &'a Now,
    /// The zone, for instants.
    pub zone: crate::zone::Zone,
}

impl Match<'_> {
    /// The k-th `<…>` of the pattern.
    pub(crate) fn sem(&self, k: usize) -> Option<&Sem> {
        self.kids
            .iter()
            .map(|kid| &self.nodes[*kid as usize].sem)
            .filter(|sem| !matches!(sem, Sem::Words(_)))
            .nth(k)
    }

    /// The number that the rule was added with.
    pub(crate) fn n(&self) -> i64 {
        self.data
    }

    pub(crate) fn number(&self, k: usize) -> Option<Number> {
        match self.sem(k) {
            Some(Sem::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn value(&self, k: usize) -> Option<f64> {
        self.number(k).map(|number| number.value)
    }

    /// The k-th element as a whole number, be it a number or an ordinal.
    pub(crate) fn int(&self, k: usize) -> Option<i64> {
        match self.sem(k)? {
            Sem::Number(number) if number.value.fract() == 0.0 && number.value.abs() < 1e12 => {
                Some(number.value as i64)
            }
            Sem::Ordinal { value, .. } => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn grain(&self, k: usize) -> Option<Grain> {
        match self.sem(k) {
            Some(Sem::Grain(grain)) => Some(*grain),
            _ => None,
        }
    }

    pub(crate) fn duration(&self, k: usize) -> Option<(i64, Grain)> {
        match self.sem(k) {
            Some(Sem::Duration { value, grain, .. }) => Some((*value, *grain)),
            _ => None,
        }
    }

    pub(crate) fn time(&self, k: usize) -> Option<&Rc<Time>> {
        match self.sem(k) {
            Some(Sem::Time(time)) => Some(time),
            _ => None,
        }
    }

    pub(crate) fn amount(&self, k: usize) -> Option<Amount> {
        match self.sem(k) {
            Some(Sem::Amount(amount)) => Some(*amount),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
struct Edge {
    rule: u16,
    done: u8,
    start: u16,
    cost: f32,
    kids: [u32; ELEMENTS_MAX],
}

/// A text being read.
pub(crate) struct Chart<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    now: &'a Now,
    zone: crate::zone::Zone,
    pub nodes: Vec<Node>,
    starting: Vec<Vec<u32>>,
    edges: Vec<Vec<Edge>>,
    agenda: Vec<u32>,
    /// Which phrases stand where: a rule that needs another one next is given up at once.
    phrases_at: Vec<Vec<u32>>,
    /// Which nodes have met the edges before them.
    met: Vec<bool>,
    pub steps: u32,
}

impl<'a> Chart<'a> {
    pub(crate) fn new(
        grammar: &'a Grammar,
        tokens: &'a [Token],
        now: &'a Now,
        zone: crate::zone::Zone,
    ) -> Self {
        Self {
            grammar,
            tokens,
            now,
            zone,
            nodes: Vec::with_capacity(64),
            starting: vec![Vec::new(); tokens.len() + 1],
            edges: vec![Vec::new(); tokens.len() + 1],
            agenda: Vec::with_capacity(64),
            phrases_at: vec![Vec::new(); tokens.len() + 1],
            met: Vec::with_capacity(64),
            steps: 0,
        }
    }

    /// Adds a meaning of the tokens `start..end`.
    pub(crate) fn add(&mut self, start: usize, end: usize, sem: Sem, cost: f32) {
        if end - start > VALUE_TOKENS_MAX {
            return;
        }
        let mut same = 0;
        for id in &self.starting[start] {
            let node = &self.nodes[*id as usize];
            if usize::from(node.end) == end {
                if node.sem == sem {
                    if cost < node.cost {
                        self.nodes[*id as usize].cost = cost;
                    }
                    return;
                }
                if !matches!(node.sem, Sem::Words(_)) {
                    same += 1;
                }
            }
        }
        if same >= READINGS_MAX {
            return;
        }
        let id = self.nodes.len() as u32;
        self.nodes.push(Node { start: start as u16, end: end as u16, sem, cost });
        self.met.push(false);
        self.starting[start].push(id);
        self.agenda.push(id);
    }

    /// Adds the phrases of the rules wherever they stand.
    pub(crate) fn add_phrases(&mut self) {
        for start in 0..self.tokens.len() {
            let mut at = 0;
            for (end, token) in self.tokens.iter().enumerate().skip(start) {
                if token.word == UNKNOWN {
                    break;
                }
                let Some(next) = self.grammar.follow(at, token.word) else { break };
                at = next;
                let grammar = self.grammar;
                for class in grammar.ends_at(at) {
                    self.phrases_at[start].push(*class);
                    self.add(start, end + 1, Sem::Words(*class), 0.0);
                }
            }
        }
    }

    /// Applies rules until nothing new comes of it.
    pub(crate) fn run(&mut self) {
        // Lower positions first, so that the steps go to the beginning of a long text.
        self.agenda.reverse();
        while let Some(id) = self.agenda.pop() {
            if self.steps >= STEPS_MAX {
                return;
            }
            self.met[id as usize] = true;
            let (start, kind) = {
                let node = &self.nodes[id as usize];
                (usize::from(node.start), node.sem.kind())
            };
            let grammar = self.grammar;
            let rules: &[u16] = match &self.nodes[id as usize].sem {
                Sem::Words(class) => &grammar.by_words[*class as usize],
                _ => &grammar.by_kind[kind],
            };
            for rule in rules {
                if !self.fits(*rule, 0, id) {
                    continue;
                }
                let empty = Edge {
                    rule: *rule,
                    done: 0,
                    start: start as u16,
                    cost: grammar.rules[usize::from(*rule)].cost,
                    kids: [0; ELEMENTS_MAX],
                };
                self.advance(empty, id);
            }
            for at in 0..self.edges[start].len() {
                let edge = &self.edges[start][at];
                let (rule, done) = (edge.rule, edge.done);
                if self.fits(rule, done, id) {
                    let edge = self.edges[start][at];
                    self.advance(edge, id);
                }
            }
        }
    }

    /// Whether a node is what a rule asks for next.
    fn fits(&mut self, rule: u16, done: u8, id: u32) -> bool {
        if self.steps >= STEPS_MAX {
            return false;
        }
        self.steps += 1;
        let rule: &Rule = &self.grammar.rules[usize::from(rule)];
        let Some((element, glued)) = rule.elements.get(usize::from(done)) else { return false };
        let node = &self.nodes[id as usize];
        let fits = match element {
            Element::Words(class) => matches!(node.sem, Sem::Words(other) if other == *class),
            Element::Node(kind, test) => node.sem.kind() == *kind && test(&node.sem),
        };
        if !fits || *glued && self.tokens[usize::from(node.start)].spaced {
            return false;
        }
        match rule.elements.get(usize::from(done) + 1) {
            Some((Element::Words(class), _)) => {
                self.phrases_at[usize::from(node.end)].contains(class)
            }
            _ => true,
        }
    }

    /// Moves a rule over the next node, which fits.
    fn advance(&mut self, mut edge: Edge, id: u32) {
        let grammar = self.grammar;
        let rule: &Rule = &grammar.rules[usize::from(edge.rule)];
        let node = &self.nodes[id as usize];
        edge.kids[usize::from(edge.done)] = id;
        edge.done += 1;
        edge.cost += node.cost;
        let end = usize::from(node.end);
        if usize::from(edge.done) == rule.elements.len() {
            let made = (rule.action)(&Match {
                nodes: &self.nodes,
                kids: &edge.kids[..usize::from(edge.done)],
                data: rule.data,
                now: self.now,
                zone: self.zone,
            });
            if let Some(sem) = made {
                let end = match edge.kids.get(rule.own.wrapping_sub(1)) {
                    Some(last) if rule.own < rule.elements.len() => {
                        usize::from(self.nodes[*last as usize].end)
                    }
                    _ => end,
                };
                self.add(usize::from(edge.start), end, sem, edge.cost);
            }
            return;
        }
        if end >= self.tokens.len() {
            return;
        }
        self.edges[end].push(edge);
        for at in 0..self.starting[end].len() {
            let next = self.starting[end][at];
            if self.met[next as usize] && self.fits(edge.rule, edge.done, next) {
                self.advance(edge, next);
            }
        }
    }
}
