//! What kind of lock stands at a place, and who waits for it. Not which lock it is.

use crate::facts::View;
use crate::facts::lock_classes::of_class;
pub use crate::facts::lock_classes::{Kind, Waiter};
use crate::facts::types::engine::{Inferred, Place, Symbol};

/// The kind of the lock at a place, if its type shows that it is one.
pub fn at(view: &View<'_>, place: Place) -> Option<(Kind, Waiter)> {
    match view.type_at(place) {
        Inferred::Instance { class, .. } => of_symbol(view, &class),
        Inferred::Several(classes) => {
            let mut kinds = classes.iter().map(|class| of_symbol(view, class));
            let first = kinds.next()??;
            kinds.all(|kind| kind == Some(first)).then_some(first)
        }
        _ => None,
    }
}

/// The kind of the lock that an expression makes: `asyncio.Lock()`, a field's `default_factory`, or the class itself as an
/// annotation. Names are followed through the imports of the file.
pub fn made(view: &View<'_>, place: Place) -> Option<(Kind, Waiter)> {
    let text = view.text(place);
    let text = text.split("default_factory=").nth(1).unwrap_or(text);
    let name = text.split(['(', ')', ',']).next()?.trim();
    let (first, rest) = name.split_once('.').map_or((name, ""), |(first, rest)| (first, rest));
    let index = view.index(place.file);
    let import = index.imports.iter().find(|import| &*import.local == first)?;
    let base = match import.is_module {
        true => import.module.to_string(),
        false => format!("{}.{}", import.module, import.target),
    };
    of_class(&if rest.is_empty() { base } else { format!("{base}.{rest}") })
}

fn of_symbol(view: &View<'_>, class: &Symbol) -> Option<(Kind, Waiter)> {
    of_class(&class.name).or_else(|| {
        // A project's own class is one if it derives from one.
        let own = view.class_of(class)?;
        std::iter::once(own).chain(view.ancestors(own)).find_map(|at| {
            let index = view.index(at.file);
            let bases = &index.classes.get(at.class as usize)?.bases;
            bases.iter().find_map(|(_, range)| match view.type_at(Place { file: at.file, range: *range }) {
                Inferred::Class(base) => of_class(&base.name),
                _ => None,
            })
        })
    })
}
