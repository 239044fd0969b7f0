//! Which class names are bases, and in which files. Read from the text, so it knows too many rather than too few.

use rustc_hash::FxHashMap;

/// Names of bases over the files of a run.
#[derive(Debug, Default)]
pub struct Bases {
    /// For each last name of a base-class expression, or of a class imported under another name, the files.
    bases: FxHashMap<String, Vec<String>>,
}

impl Bases {
    /// Reads the class statements and renaming imports of files, given as path and text.
    pub fn read<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut project = Bases::default();
        for (path, text) in files {
            for name in base_names(text) {
                let paths = project.bases.entry(name.to_string()).or_default();
                if paths.last().is_none_or(|last| last != path) {
                    paths.push(path.to_string());
                }
            }
        }
        project
    }

    /// The files in which a class of this name may be a base.
    pub fn files(&self, class: &str) -> &[String] {
        self.bases.get(class).map_or(&[], Vec::as_slice)
    }

    /// Another file in which a class of this name may be a base.
    pub fn subclassed_elsewhere(&self, class: &str, path: &str) -> Option<&str> {
        self.bases.get(class)?.iter().map(String::as_str).find(|other| *other != path)
    }
}

/// The last names of everything between the parentheses of `class X(…)`, and of `Name as Other` imports.
fn base_names(text: &str) -> impl Iterator<Item = &str> {
    let classes = text.match_indices("class ").flat_map(|(at, _)| {
        let starts_line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let header = text[at..].split(')').next().unwrap_or_default();
        let bases = match header.split_once('(') {
            // The bracket is this class's own only if nothing else ends the statement before it.
            Some((name, bases)) if !name.contains([':', '\n', '#']) => bases,
            _ => "",
        };
        let real = text[starts_line..at].trim().is_empty();
        bases.split(',').filter(move |_| real).map(last_name)
    });
    let renamed = text.match_indices(" as ").map(|(at, _)| {
        let before = text[..at].trim_end();
        let start =
            before.rfind(|letter: char| !(letter.is_alphanumeric() || letter == '_')).map_or(0, |at| at + 1);
        before.get(start..).unwrap_or_default()
    });
    classes.chain(renamed).filter(|name| !name.is_empty())
}

fn last_name(base: &str) -> &str {
    let base = base.split(['[', '(', '=', '#']).next().unwrap_or_default().trim();
    base.rsplit('.').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_bases_in_every_form() {
        let text = "class A(Base):\n    pass\nclass B(pkg.Worker[int], metaclass=M):\n    class C(\n        Deep,\n    ): ...\nfrom x import Renamed as R\nclass D: ...\nf(Not)\nsubclass = g(Nor)\n";
        let names: Vec<&str> = base_names(text).collect();
        for name in ["Base", "Worker", "Deep", "Renamed"] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        assert!(!names.contains(&"Not") && !names.contains(&"Nor"), "{names:?}");
    }

    #[test]
    fn the_judged_file_itself_does_not_count() {
        let project =
            Bases::read([("a.py", "class A(Base): ..."), ("b.py", "class B(Other): ...")].into_iter());
        assert_eq!(project.subclassed_elsewhere("Base", "a.py"), None);
        assert_eq!(project.subclassed_elsewhere("Other", "a.py"), Some("b.py"));
        assert_eq!(Bases::default().subclassed_elsewhere("Base", "a.py"), None);
    }
}
