//! The transforms of a run and what is known of all its files, ready to scan: selected codes, compiled patterns, the literals' automaton.

use aho_corasick::AhoCorasick;
use anyhow::{Result, anyhow, bail};

use crate::facts::Project;
use crate::suppress;
use crate::syntax::{Candidate, Module, PatternSet, Ranged, Stmt, TextSize, Tree};
use crate::transform::{Meta, Transform};
use crate::transforms;

/// Selected transforms and what finds their sites.
pub struct Registry {
    /// The transforms of this run, by code.
    pub transforms: Vec<&'static dyn Transform>,
    patterns: PatternSet,
    literals: AhoCorasick,
    prefilter: bool,
    /// What is known of all files of the run; of none but the judged one, unless it is set.
    pub project: Project,
    /// Whether all transforms are selected, so that an unused suppression is really unused.
    pub complete: bool,
}

/// What a scan proposes.
#[derive(Default)]
pub struct Scan {
    /// Confirmed candidates in source order.
    pub candidates: Vec<Candidate>,
    /// Places where the two parsers disagree; they are not judged.
    pub disputed: Vec<TextSize>,
}

impl Registry {
    /// All transforms whose code starts with one of `select` (all, if empty) and with none of `ignore`.
    ///
    /// # Errors
    /// A code that selects nothing is an error that names the known codes.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self> {
        select.iter().chain(ignore).try_for_each(|code| Self::check(code))?;
        let chosen = transforms::ALL.iter().copied().filter(|transform| {
            let meta = transform.meta();
            (select.is_empty() || select.iter().any(|wanted| matches(meta, wanted)))
                && !ignore.iter().any(|unwanted| matches(meta, unwanted))
        });
        Self::of(chosen.collect(), true)
    }

    /// Refuses a code that no transform has.
    ///
    /// # Errors
    /// Names the known codes.
    pub fn check(code: &str) -> Result<()> {
        if !transforms::ALL.iter().any(|transform| matches(transform.meta(), code)) {
            let known: Vec<&str> = transforms::ALL.iter().map(|transform| transform.meta().code).collect();
            bail!("no transform has the code `{code}`; known codes are {}", known.join(", "));
        }
        Ok(())
    }

    /// A registry of given transforms. Without `prefilter`, every file and statement is scanned: for tests
    /// that show the filter loses nothing.
    ///
    /// # Errors
    /// A pattern that does not compile.
    pub fn of(transforms: Vec<&'static dyn Transform>, prefilter: bool) -> Result<Self> {
        let mut patterns = PatternSet::default();
        let mut literals = vec![suppress::MARKER];
        for (owner, transform) in transforms.iter().enumerate() {
            let meta = transform.meta();
            literals.extend(meta.literals);
            for (index, spec) in meta.patterns.iter().enumerate() {
                patterns
                    .add(owner, index, spec.code, spec.selector, spec.claims)
                    .map_err(|error| anyhow!("{}, pattern {index}: {error}", meta.code))?;
            }
        }
        let complete = transforms.len() == transforms::ALL.len();
        Ok(Registry {
            transforms,
            patterns,
            literals: AhoCorasick::new(literals)?,
            prefilter,
            project: Project::default(),
            complete,
        })
    }

    /// The codes and names of all transforms, selected or not: what comments may name.
    pub fn codes(&self) -> Vec<suppress::Code> {
        let mut codes: Vec<suppress::Code> = transforms::ALL
            .iter()
            .chain(&self.transforms)
            .map(|transform| (transform.meta().code, transform.meta().name))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Whether a file can hold a site at all, by its bytes.
    pub fn may_match(&self, bytes: &[u8]) -> bool {
        !self.prefilter || self.literals.is_match(bytes)
    }

    /// Lets transforms work out what they share of all files, if one of these texts may hold a site of theirs.
    pub fn prepare<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) {
        for transform in &self.transforms {
            let literals = transform.meta().literals;
            if texts.clone().any(|text| literals.iter().any(|literal| text.contains(literal))) {
                transform.prepare(&self.project);
            }
        }
    }

    /// Proposes sites: parses with tree-sitter only the top-level statements that hold a literal.
    ///
    /// A literal in an import may be renamed by it (`from asyncio import create_task as go`), so then the
    /// whole file is scanned.
    pub fn scan(&self, text: &str, module: &Module, tree: &Tree<'_>) -> Scan {
        let mut scan = Scan::default();
        let hits: Vec<usize> = self.literals.find_iter(text).map(|hit| hit.start()).collect();
        let is_import =
            |stmt: &Stmt| matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Try(_) | Stmt::If(_));
        let holds_hit = |stmt: &Stmt| {
            let range = stmt.range();
            let from = hits.partition_point(|&hit| hit < range.start().to_usize());
            hits.get(from).is_some_and(|&hit| hit < range.end().to_usize())
        };
        let body = &module.syntax().body;
        let whole = !self.prefilter || body.iter().any(|stmt| is_import(stmt) && holds_hit(stmt));
        for stmt in body.iter().filter(|stmt| whole || holds_hit(stmt)) {
            let (candidates, disputed) = self.patterns.scan(text, stmt.range(), tree);
            scan.candidates.extend(candidates);
            // A wide pattern matches much that is no site; only what holds a literal of its transform counts.
            scan.disputed.extend(disputed.into_iter().filter_map(|(owner, range)| {
                let literals = self.transforms[owner].meta().literals;
                literals.iter().any(|literal| text[range].contains(literal)).then_some(range.start())
            }));
        }
        scan.disputed.sort_unstable();
        scan.disputed.dedup();
        scan.candidates.sort_by_key(|candidate| (candidate.node, candidate.owner));
        scan
    }
}

/// By the start of the code, or by the whole name, in any case.
fn matches(meta: &Meta, wanted: &str) -> bool {
    let code = meta.code.to_lowercase();
    !wanted.is_empty() && (code.starts_with(&wanted.to_lowercase()) || meta.name.eq_ignore_ascii_case(wanted))
}
