//! A named location, held against the code: where it is and what stands there. How that is found out is said in
//! [`super::locate`].

use super::files::SiteRef;

/// What stands at a named location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A site that is open: the claim holds here.
    Open,
    /// Sites that are all fine: the claim does not hold here.
    Fine,
    /// The code that the audit speaks of has changed, and nothing is open there.
    Fixed,
    /// It does not exist: no such file, line or code.
    Stale,
    /// What the audit quotes is there, and no transform takes it for a site.
    Unjudged,
}

impl State {
    /// In output.
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Fine => "fine",
            State::Fixed => "already fixed",
            State::Stale => "stale",
            State::Unjudged => "not judged",
        }
    }
}

/// A named location, held against the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The path as the audit has it.
    pub path: String,
    /// The lines as the audit has them.
    pub claimed: Option<(usize, usize)>,
    /// Where these lines are now, as far as the locations around them tell.
    pub expected: Option<(usize, usize)>,
    /// Whether that is certain.
    pub certain: bool,
    /// The file that is meant.
    pub file: Option<usize>,
    /// The lines that are meant, as far as they are known.
    pub lines: Option<(usize, usize)>,
    /// Whether they are others than the audit says.
    pub moved: bool,
    /// What stands there.
    pub state: State,
    /// Why, where the state alone does not say it.
    pub why: String,
    /// The sites there.
    pub sites: Vec<SiteRef>,
}
