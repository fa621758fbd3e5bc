//! Values that must never be seen.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret. It has no `Debug`, `Display` or `Serialize` on purpose: code that would print it
/// does not compile. Memory is wiped when it is dropped.
///
/// ```compile_fail
/// let token = model::Secret::new(String::from("hush"));
/// println!("{token:?}");
/// ```
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Hides a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Each call is a place to review: the result must not reach a log, an
    /// error text or a response.
    pub fn expose(&self) -> &T {
        &self.0
    }
}
