//! What an import statement alone shows, without inference: a class of a given file, or a thing that is certainly
//! outside of the given files.

use super::{ClassRef, View};
use crate::facts::Project;
use crate::facts::index::{FileIndex, Import};
use crate::facts::types::engine::Place;

/// Re-exports that are followed. Real chains are shorter than four.
const MAX_STEPS: usize = 8;

impl View<'_> {
    /// The dotted name of what an expression takes from an import that is certainly not of the given files, even
    /// where the module is not installed: `orjson.dumps`.
    pub(super) fn imported_from_outside(&self, place: Place, index: &FileIndex) -> Option<String> {
        let text = self.text(place);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || byte >= 0x80;
        if !text.bytes().all(plain) {
            return None;
        }
        let (root, rest) = text.split_once('.').unwrap_or((text, ""));
        let read = index.names(root).iter().find(|read| read.range.start() == place.range.start())?;
        // Bound by imports alone: no local, no definition, no assignment.
        if read.owner.is_some() || read.means.is_some() || read.rebound || index.stores.contains_key(root) {
            return None;
        }
        let mut imports = index.imports.iter().filter(|import| &*import.local == root);
        let import = imports.next()?;
        let top = import.module.split('.').next().filter(|top| !top.is_empty())?;
        if imports.next().is_some() || self.project.has_module(top) {
            return None;
        }
        let own = if import.is_module { String::new() } else { format!(".{}", import.target) };
        let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        Some(format!("{}{own}{rest}", import.module))
    }

    /// The class of a given file that a plain dotted expression names through a single import. `None` where the import
    /// statements leave any doubt; then the type engine may know.
    pub(super) fn imported_class(&self, place: Place, index: &FileIndex) -> Option<ClassRef> {
        let text = self.text(place);
        let (root, rest) = text.split_once('.').unwrap_or((text, ""));
        let read = index.names(root).iter().find(|read| read.range.start() == place.range.start())?;
        if read.owner.is_some() || read.means.is_some() || read.rebound {
            return None;
        }
        let import = self.only_import(place.file, index, root)?;
        if import.is_module {
            return None;
        }
        let module = absolute(&self.project.module(place.file), self.is_package(place.file), &import.module)?;
        match rest {
            "" => self.class_in(&module, &import.target, MAX_STEPS),
            // `from . import outer`, then `outer.Class`.
            _ => self.class_in(&format!("{module}.{}", import.target), rest, MAX_STEPS),
        }
    }

    /// The class that a module has under a name: its own, or one that it imports.
    fn class_in(&self, module: &str, name: &str, steps: usize) -> Option<ClassRef> {
        let file = self.project.file_of_module(module)?;
        let index = self.index(file);
        let own: Vec<u32> = (0u32..)
            .zip(&index.classes)
            .filter(|(_, class)| &*class.qualified == name)
            .map(|(number, _)| number)
            .collect();
        let other = index.stores.contains_key(name)
            || index.functions.iter().any(|function| &*function.qualified == name)
            || self.project.text(file).contains("import *");
        match own.as_slice() {
            [class] if !other && !index.imports.iter().any(|import| &*import.local == name) => index
                .classes
                .get(*class as usize)
                .is_some_and(|entry| entry.decorators.is_empty())
                .then_some(ClassRef { file, class: *class }),
            [] if !other && steps > 0 => {
                let import = self.only_import(file, &index, name).filter(|import| !import.is_module)?;
                let from = absolute(module, self.is_package(file), &import.module)?;
                self.class_in(&from, &import.target, steps - 1)
            }
            _ => None,
        }
    }

    /// The one import that binds a name of a file, if nothing else there does.
    fn only_import<'i>(&self, file: u32, index: &'i FileIndex, name: &str) -> Option<&'i Import> {
        if index.stores.contains_key(name) || self.project.text(file).contains("import *") {
            return None;
        }
        let mut imports = index.imports.iter().filter(|import| &*import.local == name);
        let import = imports.next()?;
        imports.next().is_none().then_some(import)
    }

    fn is_package(&self, file: u32) -> bool {
        is_package(self.project, file)
    }
}

/// Whether a file is a package's own module.
pub(crate) fn is_package(project: &Project, file: u32) -> bool {
    project.path(file).rsplit(['/', '\\']).next() == Some("__init__.py")
}

/// The full name of the module that an import statement names in another module.
/// Source: the Python language reference, "The import statement", "Package Relative Imports".
pub(crate) fn absolute(importing: &str, is_package: bool, named: &str) -> Option<String> {
    let rest = named.trim_start_matches('.');
    let dots = named.len() - rest.len();
    if dots == 0 {
        return Some(named.to_string());
    }
    let mut parts: Vec<&str> = importing.split('.').collect();
    let up = if is_package { dots - 1 } else { dots };
    if up >= parts.len() + usize::from(rest.is_empty()) || up > parts.len() {
        return None;
    }
    parts.truncate(parts.len() - up);
    parts.extend((!rest.is_empty()).then_some(rest));
    (!parts.is_empty()).then(|| parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn relative_imports_are_made_absolute() {
        let cases = [
            ("radio.mast", false, "other.thing", Some("other.thing")),
            ("radio.mast", false, ".", Some("radio")),
            ("radio.mast", false, ".dish", Some("radio.dish")),
            ("radio", true, ".dish", Some("radio.dish")),
            ("radio.parts", true, "..dish", Some("radio.dish")),
            ("radio.parts.bolt", false, "..dish", Some("radio.dish")),
            ("radio", false, "..dish", None),
            ("radio", false, ".", None),
        ];
        for (importing, is_package, named, expected) in cases {
            assert_eq!(absolute(importing, is_package, named).as_deref(), expected, "{importing} {named}");
        }
    }
}
