//! What the page of a topic says, collected from its fixes, the sites beside them, and the audit. Renders none.

use std::collections::BTreeSet;

use super::findings::Finding;
use super::groups::metas;
use super::topics::Maker;
use crate::pipeline::Located;
use crate::pr::content::FileChange;
use crate::pr::page::{self, Item, Kind, Links, Page, Reason, Rest};
use crate::pr::split::Part;
use crate::pr::template;
use crate::series::Member;
use crate::transform::Meta;
use crate::verdict::Verdict;

impl Maker<'_> {
    pub(super) fn page(
        &self,
        topic: &str,
        finding: Option<&Finding>,
        part: &Part,
        applied: &BTreeSet<usize>,
        changes: &[FileChange],
        hunks: usize,
    ) -> Page {
        let links = Links { remote: self.base.remote(), commit: self.base.commit.as_str() };
        let members: Vec<Member<'_>> = applied.iter().map(|&fix| self.states.committed(fix)).collect();
        let mut findings: Vec<Item> =
            members.iter().map(|member| Item::new(member.path, member.located, links)).collect();
        for (item, member) in findings.iter_mut().zip(&members) {
            if let Some(message) = self.worded.get(&member.located.fingerprint) {
                item.message.clone_from(message);
            }
            if let Some(finding) = finding {
                let said = finding.named.get(&member.located.fingerprint);
                (item.named, item.said) = (said.is_some(), said.cloned().flatten());
            }
        }
        template::order(&mut findings);
        let count =
            |verdict| members.iter().filter(|member| member.located.finding.verdict == verdict).count();
        let mended: BTreeSet<&str> =
            members.iter().map(|member| member.located.fingerprint.as_str()).collect();
        let codes: BTreeSet<&str> = members.iter().map(|member| member.located.finding.code).collect();
        let others = self.others(&codes, finding, part, &mended);
        let is_own =
            |located: &Located| finding.is_some_and(|finding| finding.is_about(&located.fingerprint));
        let (own, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, located, _)| is_own(located));
        let kept = page::kept(others.into_iter(), links);
        let rest = own.iter().take(Rest::NAMED).map(|&(path, located, reason)| {
            let mut item = Item::new(path, located, links);
            let said = finding.and_then(|finding| finding.named.get(&located.fingerprint));
            (item.named, item.said) = (said.is_some(), said.cloned().flatten());
            Rest::new(item, located.finding.verdict, reason)
        });
        let metas = metas(&codes);
        let joined = |of: fn(&Meta) -> String, between: &str| -> String {
            metas.iter().map(|meta| of(meta)).collect::<Vec<_>>().join(between)
        };
        let kind = |meta: &&Meta| Kind { code: meta.code.into(), name: meta.name.into(), why: meta.why() };
        let owners: BTreeSet<String> =
            members.iter().flat_map(|member| self.owners_of(member.path)).collect();
        let place: Vec<String> =
            [page::place(&part.steps, members.iter().map(|member| member.path)), self.scope.place.clone()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect();
        Page {
            topic: topic.into(),
            code: joined(|meta| meta.code.into(), ","),
            name: joined(|meta| meta.name.into(), ","),
            subject: finding
                .map_or_else(|| joined(|meta| meta.subject.into(), "; "), |finding| finding.subject.clone()),
            place: place.join(", "),
            aside: part.is_aside(),
            why: joined(Meta::why, "\n\n"),
            kinds: metas.iter().map(kind).collect(),
            audit: finding.map(|finding| finding.page.clone()),
            owners: owners.into_iter().collect(),
            files: changes.iter().map(|change| change.path.clone()).collect(),
            hunks,
            safe: count(Verdict::Safe),
            review: count(Verdict::Review),
            findings,
            left_out: 0,
            rest: rest.collect(),
            rest_more: own.len().saturating_sub(Rest::NAMED),
            kept_count: kept.iter().map(|group| group.count).sum(),
            kept,
            base: self.base.branch.clone(),
            commit: self.base.short().into(),
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }

    /// Sites of the same kind and in the same part of the project that are not mended here, and all those that the
    /// finding of an audit is about; and why they are not.
    fn others(
        &self,
        codes: &BTreeSet<&str>,
        finding: Option<&Finding>,
        part: &Part,
        mended: &BTreeSet<&str>,
    ) -> Vec<(&str, &Located, Reason)> {
        let applied: BTreeSet<&str> = (0..self.states.len())
            .map(|fix| self.states.committed(fix).located.fingerprint.as_str())
            .collect();
        let mut others = Vec::new();
        for file in self.reports {
            let is_here = part.covers(&file.path, &self.owners_of(&file.path));
            for located in &file.outcome.findings {
                let fingerprint = located.fingerprint.as_str();
                let is_applied = applied.contains(fingerprint);
                let own = finding.filter(|finding| finding.is_about(fingerprint));
                let is_meant = own.is_some() || is_here && codes.contains(located.finding.code);
                if !is_meant || mended.contains(fingerprint) {
                    continue;
                }
                let reason = match (finding, own) {
                    (None, _) if is_applied => Reason::LeftOut,
                    (None, _) => Reason::Verdict,
                    (_, Some(own)) if own.fixes.contains(fingerprint) && is_here => Reason::LeftOut,
                    (_, Some(own)) if own.fixes.contains(fingerprint) => Reason::Part,
                    _ if is_applied => Reason::Elsewhere,
                    (_, None) if located.finding.verdict.is_open() => Reason::Unnamed,
                    _ => Reason::Verdict,
                };
                others.push((file.path.as_str(), located, reason));
            }
        }
        others
    }
}
