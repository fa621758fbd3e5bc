//! Which intent a sentence has: n-gram features, linear solvers, calibration, rejection.

pub(crate) mod calibration;
pub(crate) mod centroid;
pub(crate) mod classifier;
pub(crate) mod families;
pub(crate) mod features;
pub(crate) mod laboratory;
pub(crate) mod listed;
pub(crate) mod margin;
pub(crate) mod merged;
pub(crate) mod rejection;
pub(crate) mod rows;
pub(crate) mod softmax;
pub(crate) mod solver;
pub(crate) mod weights;
