//! The review: hunk after hunk with evidence, and what people decide about each. Judges nothing.
