//! What a site is known by across edits of its file: not by where it is. Judges nothing.
//!
//! A fingerprint is a hash of the code, the path, the dotted name of the function or class around the site, and the
//! tokens of the construct's first logical line, in which names of locals and parameters are numbered. So it stays
//! when lines shift, a local is renamed, a comment comes or goes, or a formatter wraps the line. Sites that are equal
//! in all this are told apart by a number, in source order.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Located;
use crate::facts::Facts;
use crate::syntax::ast::token::TokenKind;
use crate::syntax::{Ranged, TextRange, TextSize};

/// Gives sites, in source order, their fingerprints. Those that a comment silences count too, so that silencing one
/// does not rename another.
pub(super) fn number(facts: &Facts<'_>, sites: &mut [(Located, Option<String>)]) {
    if sites.is_empty() {
        return;
    }
    let locals = facts.scopes().local_names(facts.tree);
    let (mut seen, mut formerly) = (Numbers::default(), Numbers::default());
    let path = facts.settings.names.in_project(facts.path);
    for (located, silenced) in sites {
        let finding = &located.finding;
        let stem = format!("{}\0{}\0{}", finding.code, path, finding.symbol);
        located.fingerprint = seen.next(format!("{stem}\0{}", construct(facts, finding.range, &locals)));
        if silenced.is_none() {
            let line = facts.text(finding.range).lines().next().unwrap_or_default().trim();
            located.finding.former_fingerprint = formerly.next(format!("{stem}\0{line}"));
        }
    }
}

/// How often each key has come.
#[derive(Default)]
struct Numbers(FxHashMap<String, usize>);

impl Numbers {
    fn next(&mut self, key: String) -> String {
        let number = self.0.entry(key.clone()).or_default();
        let name = format!("{:016x}", fnv1a(format!("{key}\0{number}").as_bytes()));
        *number += 1;
        name
    }
}

/// The construct's first logical line, token by token.
fn construct(facts: &Facts<'_>, range: TextRange, locals: &FxHashSet<TextSize>) -> String {
    let tokens = facts.module.tokens();
    let first = tokens.partition_point(|token| token.start() < range.start());
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let mut words: Vec<String> = Vec::new();
    for token in tokens[first..].iter().take_while(|token| token.end() <= range.end()) {
        let text = facts.text(token.range());
        match token.kind() {
            TokenKind::Newline => break,
            TokenKind::NonLogicalNewline | TokenKind::Comment | TokenKind::Indent | TokenKind::Dedent => {
                continue;
            }
            // One that a formatter adds when it wraps.
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace
                if words.last().is_some_and(|word| word == ",") =>
            {
                words.pop();
            }
            // Soft keywords such as `match` may be names, too.
            _ if locals.contains(&token.start()) => {
                let next = numbers.len();
                words.push(format!("${}", numbers.entry(text).or_insert(next)));
                continue;
            }
            _ => {}
        }
        words.push(text.to_string());
    }
    words.join(" ")
}

/// FNV-1a, 64 bits: stable across releases, which the standard hasher does not promise.
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
