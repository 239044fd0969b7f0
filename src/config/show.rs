//! Every setting with its value and where that is from, for `amends config show`. What a value means is said by
//! [`Settings`]; here it is shown as it is written.

use std::path::Path;

use super::read::{ConfigError, Document, Section};
use super::table::{FINDING, GLOB, Kind, SETTINGS, Setting};
use super::{Settings, tables};
use crate::discover::Globs;

/// Where a value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is set nowhere.
    Default,
    /// The settings file, in this line.
    File {
        /// From 1.
        line: usize,
        /// The key that says it, where that is another one: `tool.ruff.line-length`.
        key: Option<String>,
    },
    /// An override for the path that was asked about.
    Override {
        /// From 1.
        line: usize,
        /// Its paths, as they are written.
        paths: String,
        /// What it adds to, where it does not replace that.
        beside: Option<Beside>,
    },
    /// An option.
    CommandLine,
}

/// What holds everywhere, where an override adds to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Where that is set, from 1.
    pub line: usize,
    /// What the override says alone.
    pub own: String,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// With the table that it is in: `AM502.on-timeout`.
    pub key: String,
    /// In TOML; `None` if nothing holds.
    pub value: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

/// All settings of a file with this text; `origin` is its name, as in [`Settings::from_toml`]. With a path, as diffs
/// show it, those that hold for it.
///
/// # Errors
/// As for [`Settings::from_toml`].
pub fn show(text: &str, origin: &str, path: Option<&str>) -> Result<Vec<Shown>, ConfigError> {
    let settings = Settings::from_toml(text, origin)?;
    let document = Document::parse(text, origin)?;
    let root = document.root();
    let is_shared = origin.ends_with("pyproject.toml");
    let tool = if is_shared { tables(&root, "tool") } else { None };
    let own = match &tool {
        Some(tool) => tables(tool, "amends"),
        None if is_shared => None,
        None => Some(document.root()),
    };
    let overrides = own.as_ref().map_or(Ok(Vec::new()), |own| own.sections("overrides"))?;
    let held = path.and_then(|path| overrides.into_iter().find(|section| matches(section, path)));
    let mut shown = Vec::new();
    for setting in SETTINGS {
        if setting.key == GLOB {
            shown.extend(own.as_ref().map_or_else(Vec::new, |own| globs(own, setting, path)));
            continue;
        }
        if setting.key == FINDING {
            shown.extend(own.as_ref().map_or_else(Vec::new, |own| findings(own, setting)));
            continue;
        }
        let key = if setting.table.is_empty() {
            setting.key.to_string()
        } else {
            format!("{}.{}", setting.table, setting.key)
        };
        let (value, from) = held
            .as_ref()
            .and_then(|held| {
                let (line, value) = written(held, setting)?;
                let (_, paths) = held.written("paths")?;
                // What is not looked for anywhere is not looked for there either.
                let global = if key == "ignore" { written(own.as_ref()?, setting) } else { None };
                let Some((first, global)) = global else {
                    return Some((Some(value), Origin::Override { line, paths, beside: None }));
                };
                let both = format!("{global} + {value}");
                let beside = Some(Beside { line: first, own: value });
                Some((Some(both), Origin::Override { line, paths, beside }))
            })
            .or_else(|| {
                let (line, value) = written(own.as_ref()?, setting)?;
                Some((Some(value), Origin::File { line, key: None }))
            })
            .or_else(|| others(setting, &settings, own.as_ref(), tool.as_ref().map(|tool| (tool, &root))))
            .unwrap_or_else(|| {
                let default = (!setting.default.is_empty()).then(|| setting.default.to_string());
                (default, Origin::Default)
            });
        shown.push(Shown { key, value, origin: from });
    }
    Ok(shown)
}

fn matches(section: &Section<'_>, path: &str) -> bool {
    let paths = section.strings("paths").ok().flatten().unwrap_or_default();
    Globs::new(paths.iter().map(String::as_str)).is_ok_and(|globs| globs.matches(Path::new(path)))
}

/// A setting as a table says it.
fn written(own: &Section<'_>, setting: &Setting) -> Option<(usize, String)> {
    if setting.table.is_empty() {
        own.written(setting.key)
    } else {
        tables(own, setting.table)?.written(setting.key)
    }
}

/// What is set for findings of an audit.
fn findings(own: &Section<'_>, setting: &Setting) -> Vec<Shown> {
    let Some(table) = tables(own, setting.table) else { return Vec::new() };
    let shown = |key: &str| {
        let (line, value) = table.written(key)?;
        let origin = Origin::File { line, key: None };
        Some(Shown { key: format!("{}.\"{key}\"", setting.table), value: Some(value), origin })
    };
    table.keys().into_iter().filter_map(shown).collect()
}

/// What is set for globs: all, or for a path those that match.
fn globs(own: &Section<'_>, setting: &Setting, path: Option<&str>) -> Vec<Shown> {
    let Some(table) = tables(own, setting.table) else { return Vec::new() };
    let keys = table.keys().into_iter().filter(|key| *key != "default");
    let holds = |key: &&str| {
        path.is_none_or(|path| Globs::new([*key]).is_ok_and(|globs| globs.matches(Path::new(path))))
    };
    keys.filter(holds)
        .filter_map(|key| {
            let (line, value) = table.written(key)?;
            let key = format!("{}.{key:?}", setting.table);
            Some(Shown { key, value: Some(value), origin: Origin::File { line, key: None } })
        })
        .collect()
}

/// What other keys say of it; `shared` are the table of tools and the whole of a pyproject.toml.
fn others(
    setting: &Setting,
    settings: &Settings,
    own: Option<&Section<'_>>,
    shared: Option<(&Section<'_>, &Section<'_>)>,
) -> Option<(Option<String>, Origin)> {
    let from = |line: usize, key: &str| Origin::File { line, key: Some(key.to_string()) };
    match (setting.key, setting.kind) {
        ("line-length", _) => ["ruff", "black"].into_iter().find_map(|name| {
            let (line, value) = tables(shared?.0, name)?.written("line-length")?;
            let counts = value == settings.line_length.to_string();
            counts.then(|| (Some(value), from(line, &format!("tool.{name}.line-length"))))
        }),
        (_, Kind::Version) => {
            let (line, _) = tables(shared?.1, "project")?.written("requires-python")?;
            Some((Some(format!("\"{}\"", settings.python)), from(line, "project.requires-python")))
        }
        // Naming a runner prefers it.
        ("prefer", _) if setting.table == "AM504" => {
            let (line, _) = own?.written("runner")?;
            Some((Some("\"runner\"".to_string()), from(line, "runner")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, origin: &str, path: Option<&str>, key: &str) -> (String, Origin) {
        let shown = show(text, origin, path).expect("settings");
        let one = shown.into_iter().find(|one| one.key == key).unwrap_or_else(|| panic!("no {key}"));
        (one.value.unwrap_or_default(), one.origin)
    }

    fn line(line: usize) -> Origin {
        Origin::File { line, key: None }
    }

    #[test]
    fn every_value_says_where_it_is_from() {
        let text = "[project]\nrequires-python = '>=3.11'\n[tool.ruff]\nline-length = 99\n[tool.amends]\nselect = [\n  'AM4',\n]\n\
                    [tool.amends.runner]\nmethod = 'run'\n[tool.amends.timeouts]\n'src/' = 5\n'b/' = 6\n\
                    [[tool.amends.overrides]]\npaths = ['tests/']\nAM502 = { on-timeout = 'warn' }\n";
        let at = |path: Option<&str>, key: &str| of(text, "x/pyproject.toml", path, key);
        let other = |line: usize, key: &str| Origin::File { line, key: Some(key.into()) };
        assert_eq!(at(None, "python"), ("\"3.11\"".into(), other(2, "project.requires-python")));
        assert_eq!(at(None, "line-length"), ("99".into(), other(4, "tool.ruff.line-length")));
        assert_eq!(at(None, "select"), ("[ 'AM4', ]".into(), line(6)));
        assert_eq!(at(None, "runner.method"), ("'run'".into(), line(10)));
        assert_eq!(at(None, "AM504.prefer"), ("\"runner\"".into(), other(9, "runner")));
        assert_eq!(at(None, "AM502.on-timeout"), ("\"raise\"".into(), Origin::Default));
        assert_eq!(at(None, "history.maxlen"), ("1000".into(), Origin::Default));
        assert_eq!(at(None, "timeouts.\"b/\""), ("6".into(), line(13)));
        let held = Origin::Override { line: 16, paths: "['tests/']".into(), beside: None };
        assert_eq!(at(Some("tests/a.py"), "AM502.on-timeout"), ("'warn'".into(), held));
        assert_eq!(at(Some("src/a.py"), "AM502.on-timeout").1, Origin::Default);
        assert_eq!(at(Some("src/a.py"), "timeouts.\"src/\"").1, line(12));
        let all = show(text, "x/pyproject.toml", Some("src/a.py")).expect("settings");
        assert!(!all.iter().any(|one| one.key.contains("b/")), "another path's");
    }

    #[test]
    fn what_an_override_ignores_is_beside_what_is_ignored_everywhere() {
        let text = "ignore = ['AM504']\n[[overrides]]\npaths = ['tests/']\nignore = ['AM4']\n";
        let beside = Some(Beside { line: 1, own: "['AM4']".into() });
        let held = Origin::Override { line: 4, paths: "['tests/']".into(), beside };
        let at = |path: &str| of(text, "amends.toml", Some(path), "ignore");
        assert_eq!(at("tests/a.py"), ("['AM504'] + ['AM4']".into(), held));
        assert_eq!(at("src/a.py"), ("['AM504']".into(), line(1)));
    }

    #[test]
    fn without_a_file_all_is_as_without_settings() {
        let shown = show("", "amends.toml", None).expect("settings");
        assert!(shown.iter().all(|one| one.origin == Origin::Default));
        let named = |setting: &&Setting| setting.key != GLOB && setting.key != FINDING;
        assert_eq!(shown.len(), SETTINGS.iter().filter(named).count());
        assert!(show("a = 1", "amends.toml", None).is_err());
    }
}
