//! Sends requests to one API: the only module that does. Knows no forge.

mod clock;
mod request;
mod secret;

pub use self::clock::{Clock, SystemClock};
pub use self::request::{Answer, Auth, Method, Repeat, Request, segment};
pub use self::secret::Secret;
