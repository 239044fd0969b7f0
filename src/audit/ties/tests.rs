//! How code, words and settings are weighed against each other.

use super::*;

fn codes(title: &str, problem: &str, code: &str) -> Vec<String> {
    let registry = Registry::new(&[], &[]).expect("all transforms");
    let mut claim = Claim { title: title.into(), ..Claim::default() };
    claim.parts.push(super::super::model::Part { text: problem.into(), ..Default::default() });
    if !code.is_empty() {
        claim.codes.push(super::super::model::Code { text: code.into(), ..Default::default() });
    }
    let ties = of_claim(&claim, &[], &registry, &Settings::default());
    ties.into_iter().filter(|tie| tie.used && tie.how != How::Kin).map(|tie| tie.code).collect()
}

#[test]
fn code_and_words_are_weighed() {
    let getter = "def lock(self, peer):\n    if peer not in self._locks:\n        self._locks[peer] = asyncio.Lock()\n    return self._locks[peer]\n";
    assert_eq!(codes("Lock Dictionaries Grow Unboundedly", "Locks are never removed", getter), ["AM102"]);
    assert_eq!(codes("Lock Creation Race", "Two callers get different locks", getter), ["AM201"]);
    assert_eq!(codes("The getter is odd", "", getter), ["AM201"]);
    assert_eq!(codes("Nothing that we know", "", ""), Vec::<String>::new());
    assert_eq!(codes("Errors are silently dropped", "", "except Exception:\n    pass\n"), ["AM401"]);
}

#[test]
fn settings_overrule() {
    let registry = Registry::new(&[], &[]).expect("all transforms");
    let claim = Claim { id: "1.2".into(), title: "Lock dictionaries grow".into(), ..Claim::default() };
    let set = |finding: &str, codes: &[&str]| Setting {
        finding: finding.into(),
        codes: codes.iter().map(ToString::to_string).collect(),
        how: How::Asked,
    };
    let tied = |set: Setting| of_claim(&claim, &[set], &registry, &Settings::default());
    assert_eq!(tied(set("1.2", &["AM201"]))[0].code, "AM201");
    assert_eq!(tied(set("lock dict", &["am999"])).iter().map(|tie| tie.known).collect::<Vec<_>>(), [false]);
    assert_eq!(tied(set("1.2", &[])), []);
    assert_eq!(tied(set("9.9", &[]))[0].how, How::Words);
}
