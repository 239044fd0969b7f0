//! Sends requests to one API: the only module that does. Knows no forge.

mod api;
mod clock;
mod date;
mod exchange;
mod link;
mod origin;
mod redact;
mod request;
mod retry;
mod said;
mod secret;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod wire;

pub use self::api::Api;
pub use self::clock::{Clock, SystemClock};
pub use self::origin::is_loopback;
pub use self::redact::Redact;
pub use self::request::{Answer, Auth, Method, Repeat, Request, segment};
pub use self::secret::Secret;
