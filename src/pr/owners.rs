//! CODEOWNERS: who owns a path. GitHub's rules (the last line that matches counts), with GitLab's sections. Not who
//! these people are, and no file is read.

/// Where the file may be, relative to the top; the first that exists counts.
pub const PLACES: [&str; 5] =
    [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS"];

/// The rules of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owners {
    sections: Vec<Vec<Rule>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    pattern: Pattern,
    owners: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    parts: Vec<String>,
    /// Only from the top.
    anchored: bool,
    /// Only what is in it, not a file of that name.
    folder: bool,
}

impl Owners {
    /// Reads a file. Lines that mean nothing are passed over, as forges do.
    pub fn parse(text: &str) -> Self {
        let mut sections: Vec<Vec<Rule>> = vec![Vec::new()];
        let mut defaults: Vec<String> = Vec::new();
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(owners) = section(line) {
                defaults = owners;
                sections.push(Vec::new());
                continue;
            }
            let mut words = words(line).into_iter();
            let Some(pattern) = words.next() else { continue };
            // GitHub knows no `!` and no `[a-z]`, and passes such lines over.
            if pattern.starts_with('!') || pattern.contains(['[', ']']) {
                continue;
            }
            let mut owners: Vec<String> = words.filter(|word| word.contains('@')).collect();
            if owners.is_empty() {
                owners.clone_from(&defaults);
            }
            owners.sort();
            owners.dedup();
            if let Some(rules) = sections.last_mut() {
                rules.push(Rule { pattern: Pattern::new(&pattern), owners });
            }
        }
        sections.retain(|rules| !rules.is_empty());
        Owners { sections }
    }

    /// Who owns a path, ordered and each once; nobody if no line matches or the last that does names nobody.
    pub fn of(&self, path: &str) -> Vec<String> {
        let last = |rules: &Vec<Rule>| {
            let rule = rules.iter().rev().find(|rule| rule.pattern.matches(path));
            rule.map(|rule| rule.owners.clone()).unwrap_or_default()
        };
        let mut owners: Vec<String> = self.sections.iter().flat_map(last).collect();
        owners.sort();
        owners.dedup();
        owners
    }
}

/// The default owners of the section that a line starts: `[Name]`, `^[Name][2] @owner`.
fn section(line: &str) -> Option<Vec<String>> {
    let line = line.strip_prefix('^').unwrap_or(line);
    let (_, mut rest) = line.strip_prefix('[')?.split_once(']')?;
    if let Some((count, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        count.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        rest = after;
    }
    // `[ab].py @x` is a line with a class of letters.
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    Some(words(rest).into_iter().filter(|word| word.contains('@')).collect())
}

/// Words, up to a comment; a backslash keeps a space in one.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let starts = words.last().is_some_and(String::is_empty);
        match letter {
            '\\' => {
                if let (Some(next), Some(word)) = (letters.next(), words.last_mut()) {
                    word.push(next);
                }
            }
            '#' if starts => break,
            letter if letter.is_whitespace() => words.push(String::new()),
            letter => words.last_mut().into_iter().for_each(|word| word.push(letter)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

impl Pattern {
    fn new(pattern: &str) -> Self {
        let (inner, folder) = match pattern.strip_suffix('/') {
            Some(inner) => (inner, true),
            None => (pattern, false),
        };
        let anchored = inner.contains('/');
        let parts = inner.trim_start_matches('/').split('/').map(str::to_string).collect();
        Pattern { parts, anchored, folder: folder && !inner.is_empty() }
    }

    fn matches(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        if self.parts.iter().all(String::is_empty) {
            // A lone slash is the top.
            return true;
        }
        let starts = if self.anchored { 1 } else { path.len() };
        (0..starts).any(|start| self.parts_match(&self.parts, &path[start..]))
    }

    fn parts_match(&self, parts: &[String], path: &[&str]) -> bool {
        match (parts.split_first(), path.split_first()) {
            // What a pattern names is also all that is in it.
            (None, None) => !self.folder,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (Some((part, [])), Some(_)) if part == "**" => true,
            (Some((part, rest)), Some((_, below))) if part == "**" => {
                self.parts_match(rest, path) || self.parts_match(parts, below)
            }
            // `docs/*` takes what is directly in it; `*` alone takes everything.
            (Some((part, [])), Some((_, below))) if part == "*" && self.parts.len() > 1 => {
                below.is_empty() != self.folder
            }
            (Some((part, rest)), Some((name, below))) => {
                is_like(part.as_bytes(), name.as_bytes()) && self.parts_match(rest, below)
            }
        }
    }
}

/// Whether a name is like a pattern with `*` and `?`.
fn is_like(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut star) = ((0, 0), None);
    while at.1 < name.len() {
        match pattern.get(at.0) {
            Some(b'*') => {
                star = Some(at);
                at.0 += 1;
            }
            Some(&byte) if byte == b'?' || byte == name[at.1] => at = (at.0 + 1, at.1 + 1),
            _ => match &mut star {
                Some(star) => {
                    star.1 += 1;
                    at = (star.0 + 1, star.1);
                }
                None => return false,
            },
        }
    }
    pattern[at.0..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, path: &str) -> String {
        Owners::parse(text).of(path).join(" ")
    }

    #[test]
    fn patterns_mean_what_github_says() {
        for (pattern, path, matches) in [
            ("*", "a/b/c.py", true),
            ("*.py", "a/b/c.py", true),
            ("*.py", "a/b/c.pyi", false),
            ("/build/logs/", "build/logs/a.py", true),
            ("/build/logs/", "x/build/logs/a.py", false),
            ("docs/*", "docs/a.py", true),
            ("docs/*", "docs/b/a.py", false),
            ("docs/*", "x/docs/a.py", false),
            ("apps/", "x/apps/b/a.py", true),
            ("apps/", "apps", false),
            ("apps", "apps", true),
            ("/docs/", "docs/a/b.py", true),
            ("/scripts", "scripts/a.py", true),
            ("**/logs", "a/b/logs/c.py", true),
            ("**/logs", "logs/c.py", true),
            ("/a/**/c.py", "a/c.py", true),
            ("/a/**/c.py", "a/b/b/c.py", true),
            ("/a/**", "a/b/c.py", true),
            ("a/b", "x/a/b", false),
            ("/src/te?t_*.py", "src/test_a.py", true),
            ("/src/te?t_*.py", "src/tet_a.py", false),
            ("/", "a/b.py", true),
            ("/sp\\ ace.py", "sp ace.py", true),
        ] {
            assert_eq!(of(&format!("{pattern} @x"), path) == "@x", matches, "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_line_counts_and_may_name_nobody() {
        let text = "# all\n*  @org/all b@example.org # rest\n\n/apps/ @apps @apps\n/apps/free\n!/apps/x @no\n[a-z].py @no\n";
        assert_eq!(of(text, "a.py"), "@org/all b@example.org");
        assert_eq!(of(text, "apps/x/a.py"), "@apps");
        assert_eq!(of(text, "apps/free/a.py"), "");
        assert_eq!(of("", "a.py"), "");
    }

    #[test]
    fn sections_of_gitlab_add_up() {
        let text = "* @all\n[Docs] @docs\n*.md\n^[Python][2] @py @snake\n*.py\n/core/ @core\n";
        assert_eq!(of(text, "a.md"), "@all @docs");
        assert_eq!(of(text, "a.py"), "@all @py @snake");
        assert_eq!(of(text, "core/a.py"), "@all @core");
    }
}
