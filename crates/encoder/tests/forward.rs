//! The forward pass against a slow one, written from the definition, on small random models.

use std::collections::HashMap;

use encoder::{Encoder, Error, ModelFiles};
use safetensors::Dtype;
use safetensors::tensor::TensorView;

const HIDDEN: usize = 8;
const INNER: usize = 20;
const HEADS: usize = 2;
const LAYERS: usize = 2;
const VOCABULARY: &str = "[UNK]\n[CLS]\n[SEP]\nun\ntrain\npour\nlyon\n##s";

type Tensors = HashMap<String, (Vec<usize>, Vec<f32>)>;

fn config() -> String {
    format!(
        r#"{{"model_type":"bert","hidden_act":"gelu","hidden_size":{HIDDEN},
        "intermediate_size":{INNER},"num_attention_heads":{HEADS},"num_hidden_layers":{LAYERS},
        "max_position_embeddings":12,"vocab_size":8,"layer_norm_eps":1e-12}}"#
    )
}

fn random_model(mut state: u32) -> Tensors {
    let mut tensors = Tensors::new();
    let mut put = |name: String, shape: &[usize]| {
        let numbers = (0..shape.iter().product()).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        });
        tensors.insert(name, (shape.to_vec(), numbers.collect()));
    };
    put("embeddings.word_embeddings.weight".into(), &[8, HIDDEN]);
    put("embeddings.position_embeddings.weight".into(), &[12, HIDDEN]);
    put("embeddings.token_type_embeddings.weight".into(), &[2, HIDDEN]);
    let mut parts = vec![("embeddings.LayerNorm".to_owned(), None, HIDDEN)];
    for layer in 0..LAYERS {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        for part in ["query", "key", "value"] {
            parts.push((name(&format!("attention.self.{part}")), Some(HIDDEN), HIDDEN));
        }
        parts.push((name("attention.output.dense"), Some(HIDDEN), HIDDEN));
        parts.push((name("attention.output.LayerNorm"), None, HIDDEN));
        parts.push((name("intermediate.dense"), Some(HIDDEN), INNER));
        parts.push((name("output.dense"), Some(INNER), HIDDEN));
        parts.push((name("output.LayerNorm"), None, HIDDEN));
    }
    for (name, inputs, outputs) in parts {
        match inputs {
            Some(inputs) => put(format!("{name}.weight"), &[outputs, inputs]),
            None => put(format!("{name}.weight"), &[outputs]),
        }
        put(format!("{name}.bias"), &[outputs]);
    }
    tensors
}

fn bytes(tensors: &Tensors) -> Vec<u8> {
    let raw: HashMap<&str, (Vec<usize>, Vec<u8>)> = tensors
        .iter()
        .map(|(name, (shape, numbers))| {
            let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            (name.as_str(), (shape.clone(), bytes))
        })
        .collect();
    let views = raw.iter().map(|(name, (shape, bytes))| {
        (*name, TensorView::new(Dtype::F32, shape.clone(), bytes).expect("the sizes fit"))
    });
    safetensors::serialize(views, None).expect("tensors can be written")
}

/// The slow twin, in 64 bits, one line per line of the definition.
fn slow(tensors: &Tensors, tokens: &[usize]) -> Vec<f64> {
    let number = |name: &str, at: usize| f64::from(tensors[name].1[at]);
    let linear = |name: &str, input: &[f64]| -> Vec<f64> {
        (0..tensors[&format!("{name}.bias")].1.len())
            .map(|output| {
                let products = input.iter().enumerate().map(|(at, value)| {
                    value * number(&format!("{name}.weight"), output * input.len() + at)
                });
                products.sum::<f64>() + number(&format!("{name}.bias"), output)
            })
            .collect()
    };
    let norm = |name: &str, row: Vec<f64>| -> Vec<f64> {
        let mean = row.iter().sum::<f64>() / row.len() as f64;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / row.len() as f64;
        let scaled = row.iter().enumerate().map(|(at, x)| {
            (x - mean) / (variance + 1e-12).sqrt() * number(&format!("{name}.weight"), at)
                + number(&format!("{name}.bias"), at)
        });
        scaled.collect()
    };
    let plus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + b).collect::<Vec<_>>();
    let mut rows: Vec<Vec<f64>> = tokens
        .iter()
        .enumerate()
        .map(|(place, token)| {
            let row = (0..HIDDEN).map(|at| {
                number("embeddings.word_embeddings.weight", token * HIDDEN + at)
                    + number("embeddings.position_embeddings.weight", place * HIDDEN + at)
                    + number("embeddings.token_type_embeddings.weight", at)
            });
            norm("embeddings.LayerNorm", row.collect())
        })
        .collect();
    for layer in 0..LAYERS {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        let all = |part: &str, rows: &[Vec<f64>]| -> Vec<Vec<f64>> {
            rows.iter().map(|row| linear(&name(part), row)).collect()
        };
        let queries = all("attention.self.query", &rows);
        let keys = all("attention.self.key", &rows);
        let values = all("attention.self.value", &rows);
        let size = HIDDEN / HEADS;
        let attended: Vec<Vec<f64>> = queries
            .iter()
            .map(|query| {
                let head = |head: usize| {
                    let part = head * size..(head + 1) * size;
                    let fits: Vec<f64> = keys
                        .iter()
                        .map(|key| {
                            let fit = part.clone().map(|at| query[at] * key[at]).sum::<f64>();
                            (fit / (size as f64).sqrt()).exp()
                        })
                        .collect();
                    let sum: f64 = fits.iter().sum();
                    part.map(|at| {
                        fits.iter().zip(&values).map(|(fit, v)| fit / sum * v[at]).sum::<f64>()
                    })
                    .collect::<Vec<_>>()
                };
                (0..HEADS).flat_map(head).collect()
            })
            .collect();
        for (row, attended) in rows.iter_mut().zip(attended) {
            let attended = linear(&name("attention.output.dense"), &attended);
            *row = norm(&name("attention.output.LayerNorm"), plus(row, &attended));
            let inner = linear(&name("intermediate.dense"), row)
                .into_iter()
                .map(|x| 0.5 * x * (1.0 + libm::erf(x / std::f64::consts::SQRT_2)));
            let outer = linear(&name("output.dense"), &inner.collect::<Vec<_>>());
            *row = norm(&name("output.LayerNorm"), plus(row, &outer));
        }
    }
    let sum: Vec<f64> = (0..HIDDEN).map(|at| rows.iter().map(|row| row[at]).sum::<f64>()).collect();
    let length = sum.iter().map(|x| x * x).sum::<f64>().sqrt();
    sum.iter().map(|x| x / length).collect()
}

fn load(config: &str, vocabulary: &str, weights: &[u8]) -> Result<Encoder, Error> {
    Encoder::load(&ModelFiles { config: config.as_bytes(), vocabulary, weights })
}

#[test]
fn the_forward_pass_computes_the_definition() {
    for seed in 0..8 {
        let tensors = random_model(seed);
        let encoder = load(&config(), VOCABULARY, &bytes(&tensors)).unwrap();
        assert_eq!(encoder.dimensions(), HIDDEN);
        for (text, tokens) in [
            ("", vec![1, 2]),
            ("Un train pour Lyon", vec![1, 3, 4, 5, 6, 2]),
            ("trains ?", vec![1, 4, 7, 0, 2]),
            // Cut to the positions that the model has.
            ("un un un un un un un un un un un un un un", vec![1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2]),
        ] {
            let expected = slow(&tensors, &tokens);
            let found = encoder.encode(text);
            for (found, expected) in found.iter().zip(&expected) {
                assert!((f64::from(*found) - expected).abs() < 1e-4, "{text}: {found} {expected}");
            }
            assert_eq!(found, encoder.encode(text));
        }
    }
}

#[test]
fn files_that_do_not_fit_are_refused_with_the_reason() {
    let tensors = random_model(1);
    let good = bytes(&tensors);
    let check = |config: &str, vocabulary: &str, weights: &[u8], expected: &str| {
        let error = load(config, vocabulary, weights).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check("", VOCABULARY, &good, "config.json");
    check(&config().replace("bert", "gpt2"), VOCABULARY, &good, "`model_type` is `gpt2`");
    check(&config().replace("\"gelu\"", "\"relu\""), VOCABULARY, &good, "`hidden_act`");
    check(&config().replace(":8,", ":0,"), VOCABULARY, &good, "`hidden_size` is 0");
    check(&config().replace("heads\":2", "heads\":3"), VOCABULARY, &good, "not a multiple");
    check(&config(), "un\ntrain", &good, "`[UNK]`");
    check(&config(), VOCABULARY, &good[..good.len() / 2], "model.safetensors");
    check(&config(), VOCABULARY, b"", "model.safetensors");
    let mut lacking = tensors.clone();
    lacking.remove("encoder.layer.1.output.dense.bias");
    check(&config(), VOCABULARY, &bytes(&lacking), "no tensor `encoder.layer.1.output.dense.bias`");
    check(&config().replace(":20,", ":24,"), VOCABULARY, &good, "of shape [24, 8] is needed");
}
