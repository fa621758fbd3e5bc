//! One-against-rest linear support vectors (squared hinge) by dual coordinate descent, for large
//! bots. All classes of a sentence are updated together, so that memory is read once for all.

use model::{Rng, SeededRng};

use crate::intent::rows::{add_scaled, score};
use crate::intent::softmax::{Linear, Problem};

/// How much of what tells a family from the rest is added to each member.
const KINSHIP: f32 = 0.15;

/// Fits with at most `passes` over the sentences. Families are told apart as classes are, and add
/// to the weights of their members.
pub(crate) fn fit(problem: &Problem<'_>, c: f32, passes: usize) -> Linear {
    let k = problem.class_count;
    let columns = k + problem.families.len();
    let found = fit_columns(problem, c, passes, columns);
    if columns == k {
        return found;
    }
    let fold = |from: &[f32]| -> Vec<f32> {
        let mut own = from[..k].to_vec();
        for (family, weight) in problem.families.iter().zip(&from[k..]) {
            family.iter().for_each(|&class| own[class as usize] += KINSHIP * weight);
        }
        own
    };
    Linear {
        weights: found.weights.chunks_exact(columns).flat_map(fold).collect(),
        bias: fold(&found.bias),
    }
}

/// Weights of the classes and, behind them, of the families.
fn fit_columns(problem: &Problem<'_>, c: f32, passes: usize, k: usize) -> Linear {
    let n = problem.rows.len();
    // For each class which columns its sentences are examples of.
    let mut is_positive = vec![false; problem.class_count * k];
    for class in 0..problem.class_count {
        is_positive[class * k + class] = true;
    }
    for (family, column) in problem.families.iter().zip(problem.class_count..) {
        family.iter().for_each(|&class| is_positive[class as usize * k + column] = true);
    }
    let mut linear = Linear { weights: vec![0.0; problem.feature_count * k], bias: vec![0.0; k] };
    let mut duals = vec![0.0f32; n * k];
    let ridge = 0.5 / c;
    let curvature: Vec<f32> = (0..n)
        .map(|i| problem.rows.row(i).iter().map(|(_, v)| v * v).sum::<f32>() + 1.0 + ridge)
        .collect();
    let mut order: Vec<u32> = (0..n as u32).collect();
    // Sentences that no class learns from are looked at less often.
    let mut asleep = vec![0u8; n];
    let mut rng = SeededRng::new(17);
    let mut scores = vec![0.0f32; k];
    let mut steps = vec![0.0f32; k];
    for pass in 0..passes {
        for i in (1..n).rev() {
            order.swap(i, rng.below(i + 1));
        }
        let mut worst = 0.0f32;
        for &i in &order {
            let i = i as usize;
            if asleep[i] > 1 && pass % 4 != 0 {
                continue;
            }
            let cells = problem.rows.row(i);
            score(cells, &linear.weights, &linear.bias, &mut scores);
            let is_positive = &is_positive[problem.classes[i] as usize * k..][..k];
            let mut moves = false;
            let own = &mut duals[i * k..][..k];
            for (((dual, step), score), &is_positive) in
                own.iter_mut().zip(&mut steps).zip(&scores).zip(is_positive)
            {
                let sign = if is_positive { 1.0 } else { -1.0 };
                let gradient = sign * score - 1.0 + *dual * ridge;
                let next = (*dual - gradient / curvature[i]).max(0.0);
                let change = next - *dual;
                *step = change * sign;
                *dual = next;
                worst = worst.max(change.abs());
                moves |= change.abs() > 1e-5;
            }
            if moves {
                asleep[i] = 0;
                for &(row, value) in cells {
                    add_scaled(&mut linear.weights[row as usize * k..][..k], value, &steps);
                }
                add_scaled(&mut linear.bias, 1.0, &steps);
            } else {
                asleep[i] = asleep[i].saturating_add(1);
            }
        }
        if worst < 0.005 {
            break;
        }
    }
    linear
}
