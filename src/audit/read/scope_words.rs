//! Words of sentences that say what was looked at, what was left out, and what is only spoken of, as data. How they are
//! read is said in [`super::scope`].

/// Words of sentences that say that something was left out.
pub(super) const LEFT_OUT: &[&str] = &[
    "exclud",
    "not reviewed",
    "not audited",
    "not covered",
    "not looked at",
    "not analysed",
    "not analyzed",
    "not checked",
    "not included",
    "not part of",
    "not in scope",
    "not cover",
    "n't cover",
    "out of scope",
    "outside the scope",
    "outside of the scope",
    "unreviewed",
    "omitted",
    "left out",
    "skipped",
    "ausgeschlossen",
    "ausgenommen",
    "nicht geprüft",
    "nicht betrachtet",
];

/// Words of which only what follows was left out: "`src`, except `src/old`".
pub(super) const EXCEPT: &[&str] = &[
    "except",
    "excluding",
    "exclusive of",
    "without",
    "but not",
    "all but",
    "everything but",
    "anything but",
    "outside of `",
    "outside `",
    "save for",
    ", not ",
    "(not ",
    "other than",
    "apart from",
    "bis auf",
    "ohne",
    "außer",
    "ausser",
];

/// Words that make it uncertain what a sentence says of a folder, as do those of where something else is.
pub(super) const UNCERTAIN: &[&str] = &[
    "not",
    "no",
    "never",
    "isn't",
    "wasn't",
    "weren't",
    "nor",
    "nicht",
    "kein",
    "ignored",
    "lives",
    "live",
    "lies",
    "stored",
    "saved",
    "written",
    "generated",
    "imports",
    "imported",
    "depends",
    "configured",
    "moved",
    "found",
    "finds",
    "revealed",
    "identified",
    "uncovered",
    "concentrated",
    "requested",
    "owned",
    "previous",
    "previously",
    "earlier",
    "prior",
    "next",
    "future",
    "later",
    "should",
    "could",
    "would",
    "liegt",
    "steht",
    "gefunden",
    "früher",
    "vorherige",
];

/// Starts of words of sentences that say what was looked at.
pub(super) const ABOUT: &[&str] = &[
    "audit",
    "review",
    "scope",
    "cover",
    "analy",
    "examin",
    "inspect",
    "assess",
    "scan",
    "investigat",
    "look at",
    "looked at",
    "all of",
    "everything in",
    "everything under",
    "prüf",
    "geprüft",
    "untersuch",
    "betracht",
    "umfang",
    "gegenstand",
];

/// Starts of labels behind which folders stand that were looked at.
pub(super) const LABELS: &[&str] = &[
    "scope",
    "target",
    "folder",
    "director",
    "path",
    "package",
    "module",
    "component",
    "codebase",
    "umfang",
    "ordner",
    "verzeichnis",
    "pfad",
    "paket",
];

/// Words before a folder that is named without a slash or without backticks.
pub(super) const BEFORE: &[&str] =
    &["of", "in", "under", "folder", "directory", "package", "covers", "and", "scope", "von", "in", "und"];

/// Words after such a folder.
pub(super) const AFTER: &[&str] =
    &["folder", "directory", "package", "tree", "ordner", "verzeichnis", "paket"];

/// A sentence that has no other words says nothing else of the folders in it: "All of `src`."
pub(super) const ALONE: &[&str] = &[
    "all", "of", "the", "in", "and", "only", "code", "files", "folder", "folders", "alle", "von", "und",
    "nur",
];
