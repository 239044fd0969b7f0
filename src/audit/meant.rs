//! Which of the sites at a location a finding means: those where its quote stands or whose names it quotes, and of them
//! those that its title names ([`super::titles`]). The others are said to be others; what they are is not said here.

use super::content::{Hit, Quote};
use super::files::SiteRef;
use super::held::{Own, heads, shares};
use super::layout::Layout;
use super::locate::Search;
use super::spot::Spot;

/// Sites that are meant, and others.
type Parted = (Vec<SiteRef>, Vec<SiteRef>);

impl Search<'_, '_> {
    /// The sites at named lines that are meant, and the others there.
    pub(super) fn there(&self, file: usize, lines: (usize, usize), own: &Own<'_>, quoted: &[Hit]) -> Parted {
        let sites = self.at(file, lines);
        let (sites, mut others) = if quoted.is_empty() {
            self.meant(file, sites, own)
        } else {
            self.beside(file, sites, own, quoted)
        };
        // What is quoted as a whole stands above what the title says.
        if own.certain && quoted.iter().any(|hit| hit.whole) {
            return (sites, others);
        }
        let (sites, more) = self.named_by_title(file, lines, sites);
        others.extend(more);
        (sites, others)
    }

    /// Where nothing that is quoted stands at the lines: the sites that have its names.
    fn meant(&self, file: usize, sites: Vec<SiteRef>, own: &Own<'_>) -> Parted {
        if own.certain {
            return sites
                .into_iter()
                .partition(|site| self.is_in(*site, &self.titled) || self.has_names(*site, &own.quotes));
        }
        // The quote of one location: what is fine refutes nothing if it has no line of it, and another place has.
        let heads: Vec<&str> = own.quotes.iter().flat_map(|quote| heads(quote)).collect();
        let lines = self.files.lines(file);
        if !self.alone || !(1..=lines.len()).any(|line| heads.contains(&lines.get(line))) {
            return (sites, Vec::new());
        }
        sites.into_iter().partition(|site| {
            let located = self.files.site(*site);
            located.finding.verdict.is_open()
                || (located.line..=located.end_line).any(|line| heads.contains(&lines.get(line)))
        })
    }

    /// Where something that is quoted stands at the lines: the sites in it, and those of its names.
    fn beside(&self, file: usize, sites: Vec<SiteRef>, own: &Own<'_>, quoted: &[Hit]) -> Parted {
        // An example for several locations does not say which part of a range is meant.
        if !own.certain && !self.alone {
            return (sites, Vec::new());
        }
        let whole: Vec<&Hit> = quoted.iter().filter(|hit| hit.whole).collect();
        let is_whole = !whole.is_empty();
        let hits = if is_whole { whole } else { quoted.iter().collect() };
        let layout = Layout::new(self.files.files[file].text);
        let within: Vec<SiteRef> = hits.iter().flat_map(|hit| self.at(file, (hit.first, hit.last))).collect();
        let is_meant = |site: &SiteRef| {
            let line = self.files.site(*site).line;
            // Two waits may share a line of which the quote has another part.
            let shared = !is_whole && hits.iter().any(|hit| hit.first == line && hit.last == line);
            self.has_names(*site, &own.quotes)
                || !shared
                    && (within.contains(site)
                        || hits.iter().any(|hit| hit.first < line && line <= layout.end(hit.first)))
        };
        let (kept, others): Parted = sites.into_iter().partition(is_meant);
        if is_whole || !kept.is_empty() {
            return (kept, others);
        }
        // Of code that has changed, what is open there is what is left of it.
        others.into_iter().partition(|site| {
            let located = self.files.site(*site);
            let shared = hits.iter().any(|hit| hit.first == located.line && hit.last == located.line);
            located.finding.verdict.is_open() && !shared
        })
    }

    /// Whether at least half of the telling names of a quoted line stand in a site itself.
    fn has_names(&self, site: SiteRef, quotes: &[&Quote]) -> bool {
        let code = self.code(site);
        quotes.iter().flat_map(|quote| quote.telling_lines()).any(|line| shares(line, &code).is_some())
    }

    /// The code of a site; of one on a single line, only its own part of it.
    pub(super) fn code(&self, site: SiteRef) -> String {
        let located = self.files.site(site);
        let text = self.files.files[site.file].text;
        let lines = text.lines().skip(located.line.saturating_sub(1));
        let mut code: String =
            lines.take((located.end_line + 1).saturating_sub(located.line)).collect::<Vec<_>>().join("\n");
        if located.line == located.end_line {
            let (from, to) = (located.column.saturating_sub(1), located.end_column.saturating_sub(1));
            code = code.chars().take(to).skip(from).collect();
        }
        code
    }

    /// The sites of a file of which no line is named: those where the quote stands; else those in the functions that
    /// the finding names; else all. What is only in the same file as code that is gone is not meant.
    pub(super) fn in_file(&self, file: usize, own: &Own<'_>, quoted: &[Hit]) -> (Vec<SiteRef>, Vec<SiteRef>) {
        let all = self.sites_of(file);
        if let Some(best) = quoted.iter().map(|hit| (hit.whole, hit.matched)).max() {
            let best = quoted.iter().filter(|hit| (hit.whole, hit.matched) == best);
            let mut there: Vec<SiteRef> = best.flat_map(|hit| self.at(file, (hit.first, hit.last))).collect();
            there.sort();
            there.dedup();
            if !there.is_empty() || own.certain {
                return (there, Vec::new());
            }
        }
        let named = self.in_functions(file, &self.titled);
        if !named.is_empty() {
            return (named, Vec::new());
        }
        if let Some(parted) = self.of_attributes(file, &all) {
            return parted;
        }
        let named = self.in_functions(file, &self.functions);
        if !named.is_empty() {
            return (named, Vec::new());
        }
        if self.titled.iter().any(|name| self.defines(file, name)) {
            return (Vec::new(), all);
        }
        self.meant(file, all, own)
    }

    /// Whether a file has a function of that name.
    pub(super) fn defines(&self, file: usize, name: &str) -> bool {
        let name = name.rsplit('.').next().unwrap_or(name);
        let lines = self.files.lines(file);
        (1..=lines.len()).any(|line| {
            let line = lines.get(line);
            let line = line.strip_prefix("async ").unwrap_or(line);
            let rest = line.strip_prefix("def ").and_then(|rest| rest.strip_prefix(name));
            rest.is_some_and(|rest| rest.starts_with('('))
        })
    }

    /// A site that is open in the function that the title names, where the lines are wrong and nothing else tells.
    pub(super) fn by_title(&self, spot: &mut Spot, file: usize, own: &Own<'_>) {
        let quotes_more = own.quotes.iter().any(|quote| quote.is_telling());
        if !self.alone || spot.claimed.is_none() || quotes_more && !own.certain {
            return;
        }
        let mut sites = self.in_functions(file, &self.titled);
        sites.retain(|site| !quotes_more || self.has_names(*site, &own.quotes));
        sites.retain(|site| self.files.site(*site).finding.verdict.is_open());
        if let Some(first) = sites.first() {
            let line = self.files.site(*first).line;
            (spot.lines, spot.moved, spot.sites) = (Some((line, line)), true, sites);
        }
    }
}
