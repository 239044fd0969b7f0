//! The JSON schema of the settings, for editors: written from the table. Draft 7, which all of them know.
//!
//! It says what can be said without Python and globs: a value that it takes may still be refused.

use serde_json::{Map, Value, json};

use super::table::{FINDING, GLOB, Kind, SETTINGS, Setting};

/// The schema of `[tool.amends]` and of `amends.toml`, with its line end.
pub fn schema() -> String {
    let mut root = tables(SETTINGS.iter().collect::<Vec<_>>().as_slice());
    root["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    root["title"] = "Settings of amends: [tool.amends] in pyproject.toml, or amends.toml".into();
    root["definitions"] = json!({
        "timeout": {
            "oneOf": [
                { "type": "number", "exclusiveMinimum": 0 },
                {
                    "type": "object",
                    "description": "A constant that is added to the module",
                    "properties": {
                        "constant": name(false),
                        "value": { "type": "number", "exclusiveMinimum": 0 },
                    },
                    "required": ["constant", "value"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": { "expression": line() },
                    "required": ["expression"],
                    "additionalProperties": false,
                },
            ],
        },
        "logger": {
            "type": "object",
            "properties": { "match": glob(), "logger": line(), "import": import() },
            "required": ["match", "logger"],
            "additionalProperties": false,
        },
    });
    // A value always serialises.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

/// An object of these settings, with an object for each table.
fn tables(settings: &[&Setting]) -> Value {
    let mut properties = Map::new();
    for setting in settings {
        if setting.table.is_empty() {
            properties.insert(setting.key.into(), described(setting));
        } else if !properties.contains_key(setting.table) {
            properties.insert(setting.table.into(), table(setting.table, settings));
        }
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn table(name: &str, settings: &[&Setting]) -> Value {
    let own = || settings.iter().filter(|setting| setting.table == name);
    let properties: Map<String, Value> = own()
        .filter(|setting| ![GLOB, FINDING].contains(&setting.key))
        .map(|setting| (setting.key.to_string(), described(setting)))
        .collect();
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    for setting in own().filter(|setting| setting.key == GLOB) {
        // What does not look like one is a mistyped `default`.
        table["patternProperties"] = json!({ "[*?\\[/.]": described(setting) });
    }
    for setting in own().filter(|setting| setting.key == FINDING) {
        let mut codes = described(setting);
        codes["items"] = json!({ "type": "string", "pattern": "^AM[0-9]{3}$" });
        table["additionalProperties"] = codes;
    }
    match name {
        "logging" => table["dependencies"] = json!({ "import": ["logger"] }),
        "runner" => table["minProperties"] = 1.into(),
        _ => {}
    }
    table
}

fn described(setting: &Setting) -> Value {
    let mut schema = value(setting.kind);
    schema["description"] = setting.about.into();
    let default = format!("value = {}", setting.default).parse::<toml::Table>().ok();
    if let Some(default) = default.and_then(|table| serde_json::to_value(&table["value"]).ok()) {
        schema["default"] = default;
    }
    schema
}

fn value(kind: Kind) -> Value {
    match kind {
        Kind::Whole(least, u64::MAX) => json!({ "type": "integer", "minimum": least }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => json!({ "type": "array", "items": { "enum": words } }),
        Kind::Version => json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]+$" }),
        Kind::Codes => json!({ "type": "array", "items": { "type": "string", "pattern": "\\S" } }),
        Kind::Globs => json!({ "type": "array", "items": glob() }),
        Kind::Name { dotted } => name(dotted),
        Kind::Expression | Kind::Line => line(),
        Kind::Lines => json!({ "type": "array", "items": line() }),
        Kind::Import => import(),
        // In drafts before 2019-09, nothing beside a reference counts.
        Kind::Timeout => json!({ "allOf": [{ "$ref": "#/definitions/timeout" }] }),
        Kind::Loggers => json!({ "type": "array", "items": { "$ref": "#/definitions/logger" } }),
        Kind::Overrides => {
            let settings: Vec<&Setting> = SETTINGS.iter().filter(|setting| setting.per_path).collect();
            let mut items = tables(&settings);
            items["properties"]["paths"] = json!({
                "type": "array", "items": glob(), "minItems": 1,
                "description": "Globs of the paths, as diffs show them",
            });
            items["required"] = json!(["paths"]);
            json!({ "type": "array", "items": items })
        }
    }
}

fn name(dotted: bool) -> Value {
    // Editors disagree about which letters `\w` has, so this says what is no name.
    let part = "[^\\s\\d.-][^\\s.-]*";
    let pattern = if dotted { format!("^{part}(\\.{part})*$") } else { format!("^{part}$") };
    json!({ "type": "string", "pattern": pattern })
}

fn line() -> Value {
    json!({ "type": "string", "pattern": "^[^\\r\\n]*\\S[^\\r\\n]*$" })
}

fn import() -> Value {
    json!({ "type": "string", "pattern": "^\\s*(import|from) " })
}

fn glob() -> Value {
    json!({ "type": "string", "minLength": 1 })
}
