//! Names of attributes that some file sets on something other than `self`: the only ones whose value a class or
//! module does not decide alone. Read from the text, so it knows too many rather than too few.

use rustc_hash::FxHashMap;

/// For each attribute that is set from outside, the files that do.
#[derive(Debug, Default)]
pub struct Patched {
    files: FxHashMap<Box<str>, Vec<u32>>,
}

impl Patched {
    /// Reads the assignments of files, given in the order of their numbers.
    pub fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut patched = Patched::default();
        for (file, text) in (0u32..).zip(texts) {
            for name in text.lines().filter_map(target) {
                patched.add(name, file);
            }
            for (at, call) in text.match_indices("setattr(") {
                let rest = text[at + call.len()..].lines().next().unwrap_or_default();
                let name = rest.split(['"', '\'']).nth(1).unwrap_or_default();
                if !rest.trim_start().starts_with("self,") && !name.is_empty() {
                    patched.add(name, file);
                }
            }
        }
        patched
    }

    fn add(&mut self, name: &str, file: u32) {
        let files = self.files.entry(Box::from(name)).or_default();
        if files.last() != Some(&file) {
            files.push(file);
        }
    }

    /// The files that may set an attribute of this name from outside.
    pub fn files(&self, name: &str) -> &[u32] {
        self.files.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The attribute that a line sets: `name` of `thing.part.name = value`.
fn target(line: &str) -> Option<&str> {
    let (target, value) = line.split_once('=')?;
    if value.starts_with('=') {
        return None;
    }
    // An annotation may stand before the value.
    let target = target.split(':').next()?.trim();
    let (object, name) = target.rsplit_once('.')?;
    let plain =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80);
    let known = matches!(object, "self" | "cls");
    (!name.is_empty() && plain(name) && !known && !object.contains(['(', '"', '\'', '#', ' ']))
        .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_to_attributes_of_others() {
        let text = "radio.transmit = f\nself.own = 1\nx.y.deep: int = 2\nif a.b == 3: pass\nf(a.c=1)\nsetattr(radio, \"named\", 1)\n  self.a.b.inner = 4\n";
        let patched = Patched::read([text].into_iter());
        for name in ["transmit", "deep", "named", "inner"] {
            assert_eq!(patched.files(name), [0], "{name}");
        }
        for name in ["own", "b", "c"] {
            assert!(patched.files(name).is_empty(), "{name}");
        }
    }
}
