//! Credential helpers: those of the user are asked, those of a repository never, and nobody is asked by hand.

use amends::forge::http::Secret;
use amends::forge::token::from_helper;
use amends::pr::remote::Remote;

use super::Place;

/// A helper that writes down what it is asked, and answers with these lines.
fn helper(place: &Place, name: &str, lines: &str) -> String {
    let mark = place.path(&format!("{name}.asked"));
    let script = place.script(name, &format!("echo \"$1\" >> '{0}'; cat >> '{0}'\n{lines}", mark.display()));
    script.to_string_lossy().into_owned()
}

fn asked(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path(&format!("{name}.asked"))).unwrap_or_default()
}

#[test]
fn the_users_helper_is_asked_for_the_host() {
    let Some(place) = Place::with_repo() else { return };
    let path = helper(&place, "good", "echo username=ada; echo 'password=to=ken é'");
    place.configure("home/gitconfig", &[("credential.helper", path)]);
    let git = place.git("repo");
    assert_eq!(
        git.credential("https", "gitea.example.org:3000", "o/r").expect("git runs").as_deref(),
        Some("to=ken é")
    );
    let text = asked(&place, "good");
    assert!(
        text.starts_with("get\n") && text.lines().any(|line| line == "host=gitea.example.org:3000"),
        "{text}"
    );
    assert!(!text.contains("store") && !text.contains("erase"), "{text}");
}

#[test]
fn only_the_helper_of_that_host_answers() {
    let Some(place) = Place::with_repo() else { return };
    let path = helper(&place, "github", "echo username=ada; echo password=secret");
    place.configure("home/gitconfig", &[("credential.https://github.com.helper", path)]);
    let git = place.git("repo");
    let found = |url: &str| from_helper(&git, &Remote::parse(url).expect("a URL"));
    assert_eq!(found("git@github.com:o/r.git"), Some(Secret::new("secret")));
    assert_eq!(found("https://github.com.example.org/o/r"), None);
    assert_eq!(found("https://github.com:444/o/r"), None);
}

#[test]
fn a_helper_that_the_repository_names_is_not_run() {
    let Some(place) = Place::with_repo() else { return };
    let path = helper(&place, "evil", "echo username=eve; echo password=evil");
    place.configure(
        "repo/.git/config",
        &[
            ("credential.helper", path.clone()),
            ("credential.https://github.com.helper", path.clone()),
            ("core.askPass", path),
        ],
    );
    let git = place.git("repo");
    // It would be run by git itself.
    let fill = place.command("repo", &["config", "credential.helper"]).output().expect("git runs");
    assert!(!fill.stdout.is_empty());
    assert_eq!(git.credential("https", "github.com", "o/r").expect("git runs"), None);
    assert_eq!(asked(&place, "evil"), "");
    // Nor does it come before that of the user, or after it.
    let path = helper(&place, "good", "echo username=ada; echo password=good");
    place.configure("home/gitconfig", &[("credential.helper", path)]);
    let git = place.git("repo");
    assert_eq!(git.credential("https", "github.com", "o/r").expect("git runs").as_deref(), Some("good"));
    assert_eq!(asked(&place, "evil"), "");
}

#[test]
fn nobody_is_asked_by_hand() {
    let Some(mut place) = Place::with_repo() else { return };
    let path = helper(&place, "window", "echo typed");
    place.set("GIT_ASKPASS", &path);
    place.set("SSH_ASKPASS", &path);
    place.configure("home/gitconfig", &[("core.askPass", path)]);
    assert_eq!(place.git("repo").credential("https", "github.com", "o/r").expect("git runs"), None);
    assert_eq!(asked(&place, "window"), "");
    // Nor is a helper asked that would ask, if it heeds what it is told.
    let lines = "test \"$GCM_INTERACTIVE\" = never && exit 1; echo username=u; echo password=p";
    let path = helper(&place, "manager", lines);
    place.configure("home/gitconfig", &[("credential.helper", path)]);
    assert_eq!(place.git("repo").credential("https", "github.com", "o/r").expect("git runs"), None);
    assert!(asked(&place, "manager").contains("host=github.com"));
}

#[test]
fn a_helper_that_fails_or_has_nothing_has_none() {
    for lines in
        ["exit 3", "echo nonsense", "echo username=ada", "echo username=ada; echo password=", "echo quit=1"]
    {
        let Some(place) = Place::with_repo() else { return };
        let path = helper(&place, "poor", lines);
        place.configure("home/gitconfig", &[("credential.helper", path)]);
        let found = place.git("repo").credential("https", "github.com", "o/r").expect("git runs");
        assert_eq!(found, None, "{lines}");
        assert!(asked(&place, "poor").contains("host=github.com"), "{lines}");
    }
}

#[test]
fn what_would_go_without_encryption_is_not_even_asked_for() {
    let Some(place) = Place::with_repo() else { return };
    let path = helper(&place, "good", "echo username=ada; echo password=secret");
    place.configure("home/gitconfig", &[("credential.helper", path)]);
    let git = place.git("repo");
    let found = |url: &str| from_helper(&git, &Remote::parse(url).expect("a URL"));
    assert_eq!(found("http://gitea.example.org/o/r"), None);
    assert_eq!(asked(&place, "good"), "");
    assert_eq!(found("http://127.0.0.1:3000/o/r"), Some(Secret::new("secret")));
    assert!(asked(&place, "good").contains("protocol=http\n"));
}

#[test]
fn a_line_end_does_not_become_another_question() {
    let Some(place) = Place::with_repo() else { return };
    let path = helper(&place, "good", "echo username=ada; echo password=secret");
    place.configure("home/gitconfig", &[("credential.helper", path)]);
    let git = place.git("repo");
    for (protocol, host, path) in [
        ("https", "evil.example\nhost=github.com", "o/r"),
        ("https\nhost=github.com", "x", "o/r"),
        ("https", "x", "o/r\r\nhost=github.com"),
    ] {
        assert_eq!(git.credential(protocol, host, path).expect("git runs"), None, "{host:?}");
    }
    assert_eq!(asked(&place, "good"), "");
}
