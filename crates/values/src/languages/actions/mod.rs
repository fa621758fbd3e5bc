//! What rules of any language make of what they matched. A language's files say only with which
//! words.

use std::rc::Rc;

use model::{Grain, Measure};

use crate::engine::chart::Match;
use crate::engine::node::{Amount, Number, Sem};
use crate::lexical::dates::{full_date, full_year, month_day as day_of_month};
use crate::time::build::{Bound, Clock, Form, Hours, Time, pins};
use crate::time::civil::{self, DAY, HOUR, MINUTE};
use crate::time::combine;
use crate::time::expr::{Cut, Edge, Expr, Occ};
use crate::time::feasts::{FEASTS, in_region};

mod clocks;
mod compose;
mod cycles;
mod dates;
mod durations;
mod measures;
mod numbers;
mod parts;
mod recurring;
mod relative;

pub(crate) use clocks::*;
pub(crate) use compose::*;
pub(crate) use cycles::*;
pub(crate) use dates::*;
pub(crate) use durations::*;
pub(crate) use measures::*;
pub(crate) use numbers::*;
pub(crate) use parts::*;
pub(crate) use recurring::*;
pub(crate) use relative::*;

/// What a rule makes.
type Made = Option<Sem>;
