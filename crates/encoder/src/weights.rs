//! `model.safetensors`: tensors by name, checked for their shape.

use safetensors::{Dtype, SafeTensors};

use crate::Error;
use crate::linear::Linear;
use crate::norm::Norm;

/// The tensors of a model.
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
}

impl<'a> Weights<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let tensors =
            SafeTensors::deserialize(bytes).map_err(|error| Error::Weights(error.to_string()))?;
        Ok(Self { tensors })
    }

    /// The numbers of a tensor, row by row.
    pub fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Error> {
        let tensor = self
            .tensors
            .tensor(name)
            .map_err(|_| Error::Weights(format!("there is no tensor `{name}`")))?;
        if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
            return Err(Error::Weights(format!(
                "tensor `{name}` is {:?} of shape {:?}; F32 of shape {shape:?} is needed",
                tensor.dtype(),
                tensor.shape()
            )));
        }
        let (numbers, _) = tensor.data().as_chunks::<4>();
        Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// The layer `name`, from `inputs` numbers to `outputs`.
    pub fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, Error> {
        self.linears(&[name], inputs, outputs)
    }

    /// Layers that read the same numbers, as one: their outputs one after the other.
    pub fn linears(&self, names: &[&str], inputs: usize, each: usize) -> Result<Linear, Error> {
        let mut weights = Vec::with_capacity(names.len() * inputs * each);
        let mut biases = Vec::with_capacity(names.len() * each);
        for name in names {
            weights.extend(self.tensor(&format!("{name}.weight"), &[each, inputs])?);
            biases.extend(self.tensor(&format!("{name}.bias"), &[each])?);
        }
        Ok(Linear::new(inputs, &weights, &biases))
    }

    pub fn norm(&self, name: &str, size: usize, epsilon: f32) -> Result<Norm, Error> {
        Ok(Norm {
            weights: self.tensor(&format!("{name}.weight"), &[size])?,
            biases: self.tensor(&format!("{name}.bias"), &[size])?,
            epsilon,
        })
    }
}
