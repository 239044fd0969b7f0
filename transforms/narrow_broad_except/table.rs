//! The table of what calls of the standard library raise, as `raises.toml` has it. Reads it, once, when it is first
//! asked for; knows nothing of the code that is judged.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// What one callable does.
#[derive(Deserialize)]
pub(super) struct Row {
    pub(super) name: String,
    #[serde(default)]
    arguments: Vec<String>,
    #[serde(default)]
    pub(super) awaited: bool,
    pub(super) raises: Vec<String>,
    #[serde(default = "type_error")]
    pub(super) otherwise: Vec<String>,
    #[serde(default)]
    pub(super) literal: Vec<String>,
    #[serde(default)]
    pub(super) also: HashMap<String, Vec<String>>,
    pub(super) unless: Option<String>,
    pub(super) returns: Option<String>,
    pub(super) source: String,
    pub(super) note: Option<String>,
    #[serde(skip)]
    pub(super) parameters: Vec<Parameter>,
}

/// What a callable may be given at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// Whether it takes all further arguments.
    pub(super) rest: bool,
    /// Whether anything but these types runs code that is not known.
    pub(super) required: bool,
    /// What it takes; none: anything, which is not looked into.
    pub(super) types: Vec<String>,
}

#[derive(Default, Deserialize)]
struct File {
    call: Vec<Row>,
    groups: HashMap<String, Vec<String>>,
    kinds: HashMap<String, String>,
    constants: HashMap<String, String>,
    exceptions: HashMap<String, Vec<String>>,
    aliases: HashMap<String, String>,
    since: HashMap<String, String>,
}

/// The table.
#[derive(Default)]
pub(super) struct Table {
    rows: HashMap<String, Row>,
    /// The last names of all callables, to turn away quickly what is in no row.
    last_names: HashMap<String, ()>,
    file: File,
}

fn type_error() -> Vec<String> {
    vec!["TypeError".into()]
}

fn parameter(text: &str) -> Parameter {
    let (name, types) = text.split_once(':').unwrap_or((text, ""));
    let types: Vec<String> =
        types.split('|').map(|ty| ty.trim().to_string()).filter(|ty| !ty.is_empty()).collect();
    Parameter {
        name: name.trim_matches(['*', '!', ' ']).to_string(),
        rest: name.starts_with('*'),
        required: name.ends_with('!'),
        types,
    }
}

fn read(text: &str) -> Result<Table, toml::de::Error> {
    let mut file: File = toml::from_str(text)?;
    let mut rows = HashMap::new();
    let mut last_names = HashMap::new();
    for mut row in std::mem::take(&mut file.call) {
        row.parameters = row.arguments.iter().map(|text| parameter(text)).collect();
        if let Some(last) = row.name.rsplit('.').next() {
            last_names.insert(last.to_string(), ());
        }
        rows.insert(row.name.clone(), row);
    }
    Ok(Table { rows, last_names, file })
}

/// The table. One that does not parse would be empty and know no call; a test sees to it that it does.
pub(super) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| read(include_str!("raises.toml")).unwrap_or_default())
}

impl Table {
    /// The row of a callable, by its qualified name.
    pub(super) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.get(name)
    }

    /// The row of a method of a type, inherited ones included.
    pub(super) fn method(&self, kind: &str, name: &str) -> Option<&Row> {
        self.lineage(kind).find_map(|kind| {
            self.row(&format!("{kind}.{name}")).or_else(|| self.row(&format!("builtins.{kind}.{name}")))
        })
    }

    /// Whether some row's callable has this last name.
    pub(super) fn mentions(&self, last_name: &str) -> bool {
        self.last_names.contains_key(last_name)
    }

    /// A type and what it is too.
    fn lineage<'t>(&'t self, kind: &'t str) -> impl Iterator<Item = &'t str> {
        std::iter::successors(Some(kind), |kind| self.file.kinds.get(*kind).map(String::as_str)).take(5)
    }

    /// Whether a type is one of those that are wanted, by itself, by what it is too, or as member of a group.
    pub(super) fn is_one_of(&self, kind: &str, wanted: &[String]) -> bool {
        wanted.iter().any(|wanted| {
            self.lineage(kind).any(|kind| {
                kind == wanted
                    || self.file.groups.get(wanted).is_some_and(|group| group.iter().any(|one| one == kind))
            })
        })
    }

    /// Whether a type is in a group.
    pub(super) fn is_in(&self, kind: &str, group: &str) -> bool {
        self.is_one_of(kind, &[group.to_string()])
    }

    /// The type of a module's value that exists on every platform.
    pub(super) fn constant(&self, name: &str) -> Option<&str> {
        self.file.constants.get(name).map(String::as_str)
    }

    /// The bases of an exception that is known.
    pub(super) fn bases(&self, exception: &str) -> Option<&[String]> {
        self.file.exceptions.get(exception).map(Vec::as_slice)
    }

    /// The name that the table has for an exception.
    pub(super) fn canonical<'t>(&'t self, exception: &'t str) -> &'t str {
        let plain = exception.strip_prefix("builtins.").unwrap_or(exception);
        self.file.aliases.get(plain).map_or(plain, String::as_str)
    }

    /// The minor version of the first Python 3 that has an exception.
    pub(super) fn since(&self, exception: &str) -> Option<u32> {
        self.file.since.get(exception)?.strip_prefix("3.")?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{parameter, read};

    #[test]
    fn the_table_parses() {
        let table = read(include_str!("raises.toml")).expect("valid");
        assert!(table.rows.len() >= 150, "{} rows", table.rows.len());
        assert!(table.method("asyncio.PriorityQueue", "get_nowait").is_some());
        assert!(table.method("collections.OrderedDict", "pop").is_some());
        assert!(table.is_in("bool", "number") && table.is_in("asyncio.Task", "hashable"));
        assert!(!table.is_in("list", "hashable"));
    }

    #[test]
    fn parameters_are_read() {
        let one = parameter("fp!: io.TextIOWrapper | io.BytesIO");
        assert!(one.required && !one.rest && one.name == "fp");
        assert_eq!(one.types, ["io.TextIOWrapper", "io.BytesIO"]);
        let rest = parameter("*args");
        assert!(rest.rest && !rest.required && rest.types.is_empty() && rest.name == "args");
    }
}
