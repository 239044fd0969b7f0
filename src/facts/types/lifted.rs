//! What the light types of one file leave open, asked of the type engine; and imports that do not resolve but name
//! exactly one class of the given files.

use crate::facts::index::Usage;
use crate::facts::types::engine::{Definitions, Inferred, Place, Symbol, Why};
use crate::facts::{BindingKind, ClassRef, Facts, FunctionRef, View, is_transparent};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, ast};
use crate::verdict::Evidence;

use super::{BOUND_ELSEWHERE, DIFFER, MAPPINGS, SEQUENCES, SET_ELSEWHERE, Ty, Typed};
use crate::facts::names::{canonical, is_standard};

impl<'a> Facts<'a> {
    /// A light type, or what the engine knows where that is more; unknown where somebody else sets it.
    pub(super) fn lifted(&self, expr: &'a Expr, light: Typed) -> Typed {
        let typed = self.engine_type(expr, light);
        match (&typed.ty, expr) {
            (Ty::Unknown(_), _) => typed,
            (_, Expr::Attribute(attribute)) => {
                if self.set_elsewhere(attribute, &typed) {
                    Typed::unknown(SET_ELSEWHERE)
                } else {
                    typed
                }
            }
            (_, Expr::Name(name)) if self.name_set_elsewhere(name, self.tree.id(name)) => {
                Typed::unknown(BOUND_ELSEWHERE)
            }
            _ => typed,
        }
    }

    fn engine_type(&self, expr: &'a Expr, light: Typed) -> Typed {
        // What this file shows of builtins and the standard library needs nobody else. A class that is imported from
        // elsewhere may be a given file's.
        let imported = match &light.ty {
            Ty::Unknown(_) => None,
            Ty::Named(name) if !is_standard(name) => Some(name.clone()),
            // Whether it can be `None` here depends on what has been asked before.
            _ if light.optional => None,
            _ => return light,
        };
        let Some(place) = self.place(expr) else { return light };
        if self.project.engine().is_none() || light.is_literal_none() {
            return light;
        }
        // Assignments under a version or platform check: the checker sees only one of them.
        let branches = light.ty == Ty::Unknown(DIFFER)
            && expr.is_attribute_expr()
            && self.layout.text().contains("version_info");
        if branches {
            return light;
        }
        let view = self.view();
        let answer = view.type_at(place);
        if light.ty.is_known() && imported.is_none() {
            let narrowed = matches!(&answer, Inferred::Instance { optional: false, class } if self.ty_of(&view, class).same_class(&light.ty));
            return if narrowed && !light.contradicts { Typed { optional: false, ..light } } else { light };
        }
        match answer {
            Inferred::Instance { class, optional } => {
                let ty = self.ty_of(&view, &class);
                let optional = optional || light.contradicts;
                Typed { optional, shown_at: Some(expr.range()), ..Typed::of(ty) }
            }
            Inferred::None => {
                Typed { optional: true, shown_at: Some(expr.range()), ..Typed::unknown("it is None") }
            }
            Inferred::Several(_) => Typed::unknown("it may be of several classes"),
            Inferred::Class(_) => Typed::unknown("it is a class, not an instance"),
            Inferred::Function(_) => Typed::unknown("it is a function"),
            Inferred::Module(_) => Typed::unknown("it is a module"),
            Inferred::Unknown(why) => match (imported, why) {
                (_, Why::Unreachable) => {
                    Typed::unknown("the code is unreachable on every platform or version that is meant")
                }
                (Some(name), _) => {
                    let optional = light.optional;
                    match self.by_name(&view, &name) {
                        Some(typed) => Typed { optional, ..typed },
                        None => Typed { unresolved: true, ..light },
                    }
                }
                (None, Why::Untyped | Why::Replaced) => {
                    Typed::unknown("nothing in the given files shows its type")
                }
                (None, Why::Ambiguous(_)) => {
                    Typed::unknown("several given folders have a module of that name")
                }
                (None, Why::Shape(_)) => Typed::unknown("no types are inferred in a file of this shape"),
                (None, Why::Failed(_) | Why::Slow) => Typed::unknown("the type engine failed on this file"),
                (None, Why::NoEngine | Why::NotGiven) => light,
            },
        }
    }

    /// What the engine knows of the expression at a range of this file.
    pub fn typed_at(&self, range: TextRange) -> Typed {
        let unknown = Typed::unknown("nothing in the given files shows its type");
        let Some(place) = self.place(range) else { return unknown };
        let view = self.view();
        match view.type_at(place) {
            Inferred::Instance { class, optional } => {
                Typed { optional, shown_at: Some(range), ..Typed::of(self.ty_of(&view, &class)) }
            }
            _ => unknown,
        }
    }

    /// Whether an attribute is set to something else by a subclass, another file, or by name.
    fn set_elsewhere(&self, attribute: &'a ast::ExprAttribute, typed: &Typed) -> bool {
        let name = attribute.attr.as_str();
        let mut receiver = self.type_of_inner(&attribute.value, self.tree.id(attribute));
        if let Ty::Local(class) = &receiver.ty
            && !self.may_be_set_elsewhere(*class, name)
        {
            return false;
        }
        // A class that is imported is another given file's, which the light types do not show.
        if self.class_ref(&receiver.ty).is_none() && !self.project.patched().files(name).is_empty() {
            receiver = self.engine_type(&attribute.value, receiver);
        }
        let Some(class) = self.class_ref(&receiver.ty) else { return false };
        let view = self.view();
        let expected = match &typed.ty {
            Ty::Named(name) | Ty::Container { class: name, .. } => name.clone(),
            other => match self.class_ref(other) {
                Some(class) => view.class_path(class),
                None => return false,
            },
        };
        view.rebound(class, name, &expected).is_some()
    }

    /// Whether anything in the texts speaks for it; asked before anything is parsed.
    fn may_be_set_elsewhere(&self, class: NodeId, attribute: &str) -> bool {
        let text = self.layout.text();
        let class_name = self.class(class).map_or("", |class| class.name());
        text.contains("setattr(")
            || text.contains("__dict__")
            || text.contains("vars(")
            || !self.project.patched().files(attribute).is_empty()
            || !self.project.bases().files(class_name).is_empty()
    }

    /// Whether a name of the module is bound by a `global` statement of some function, or set from another file.
    fn name_set_elsewhere(&self, name: &ast::ExprName, at: NodeId) -> bool {
        let text = name.id.as_str();
        let Some((scope, bindings)) = self.scopes().lookup(self.tree, at, text) else { return false };
        if scope != self.tree.root() {
            return false;
        }
        let annotated = bindings
            .iter()
            .any(|binding| matches!(binding.kind, BindingKind::Assignment { annotation: Some(_), .. }));
        let declared = self.scopes().is_set_as_global(self.tree, text, bindings);
        let imported = bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Import(_)));
        let patched = || {
            self.file
                .is_some_and(|file| self.view().module_patched(&self.project.module(file), text).is_some())
        };
        (declared && !annotated) || (!imported && patched())
    }

    /// The class of a type, if it is one of a given file.
    pub fn class_ref(&self, ty: &Ty) -> Option<ClassRef> {
        match ty {
            Ty::Foreign(class) => Some(*class),
            Ty::Local(class) => {
                let start = self.class(*class)?.node.name.start();
                Some(ClassRef { file: self.file?, class: self.index().class_named_at(start)? })
            }
            _ => None,
        }
    }

    /// What a call may run: what its function position names, a method of the receiver's class, and what subclasses
    /// put in its place.
    pub fn runs(&self, function: &'a Expr, at: NodeId) -> Definitions {
        let Some(place) = self.place(function) else { return Definitions::unknown(Why::NotGiven) };
        let view = self.view();
        let found = view.runs(place);
        let open =
            found.symbols.is_empty() && !matches!(found.why, None | Some(Why::Replaced | Why::Unreachable));
        let Expr::Attribute(attribute) = function else { return found };
        let typed = if open { self.type_of(&attribute.value, at) } else { return found };
        let name = attribute.attr.as_str();
        let Some(class) = self.class_ref(&typed.ty) else { return found };
        let Some(method) = view.method(class, name) else { return found };
        let Some(entry) = view.function(method) else { return found };
        let symbol = Symbol {
            name: view.function_path(method),
            place: Some(Place { file: method.file, range: entry.name_range }),
        };
        let replaced = view.is_protocol(&symbol)
            || view.rebound_in_module(&symbol).is_some()
            || view.rebound(class, name, "").is_some()
            || entry.decorators.iter().any(|decorator| !is_transparent(decorator));
        if replaced {
            return Definitions { why: Some(Why::Replaced), ..found };
        }
        let overridden = view.descendants(class).into_iter().filter_map(|sub| {
            let function = view.index(sub.file).method(sub.class, name)?;
            let function = FunctionRef { file: sub.file, function };
            let place = Place { file: sub.file, range: view.function(function)?.name_range };
            Some(Symbol { name: view.function_path(function), place: Some(place) })
        });
        let mut symbols: Vec<Symbol> = std::iter::once(symbol).chain(overridden).collect();
        symbols.sort();
        symbols.dedup();
        Definitions { symbols, why: None }
    }

    /// The type of an instance of a class.
    fn ty_of(&self, view: &View<'_>, class: &Symbol) -> Ty {
        if let Some(found) = view.class_of(class) {
            if Some(found.file) == self.file {
                let start = class.place.map(|place| place.range.start());
                let own = self.classes().iter().find(|own| Some(own.node.name.start()) == start);
                return own.map_or(Ty::Unknown("the class has changed"), |own| Ty::Local(own.id));
            }
            return Ty::Foreign(found);
        }
        let name = canonical(&class.name);
        if MAPPINGS.contains(&name.as_str()) || SEQUENCES.contains(&name.as_str()) {
            return Ty::Container {
                class: name,
                item: Box::new(Ty::Unknown("the type of the items is not kept")),
            };
        }
        if name == "builtins.object" {
            return Ty::Unknown("it may be any object");
        }
        Ty::Named(name)
    }

    /// The type of an attribute of another file's class: what all its assignments there agree on.
    pub(super) fn attribute_of_foreign(&self, class: ClassRef, name: &str) -> Typed {
        let view = self.view();
        let mut found: Option<Ty> = None;
        let mut optional = false;
        for at in std::iter::once(class).chain(view.ancestors(class)) {
            let index = view.index(at.file);
            for write in index.attributes(name).iter().filter(|write| write.this == Some(at.class)) {
                if !matches!(write.usage, Usage::Write | Usage::Declare) {
                    continue;
                }
                match view.type_at(Place { file: at.file, range: write.range }) {
                    Inferred::Instance { class, optional: may_be_none } => {
                        let ty = self.ty_of(&view, &class);
                        optional |= may_be_none;
                        if found.replace(ty.clone()).is_some_and(|other| !other.same_class(&ty)) {
                            return Typed::unknown(DIFFER);
                        }
                    }
                    Inferred::None => optional = true,
                    _ => return Typed::unknown("nothing in the given files shows its type"),
                }
            }
            if found.is_some() {
                break;
            }
        }
        found.map_or_else(
            || Typed::unknown("nothing in the given files shows its type"),
            |ty| Typed { optional, ..Typed::of(ty) },
        )
    }

    /// The one class of the given files that an unresolved import names.
    fn by_name(&self, view: &View<'_>, name: &str) -> Option<Typed> {
        let last = name.rsplit('.').next()?;
        if !self.only_for_type_checkers(name) {
            return None;
        }
        let class = view.only_class(last)?;
        let ty = if Some(class.file) == self.file {
            let index = view.index(class.file);
            let start = index.classes.get(class.class as usize)?.name_range.start();
            Ty::Local(self.classes().iter().find(|own| own.node.name.start() == start)?.id)
        } else {
            Ty::Foreign(class)
        };
        Some(Typed { by_name: Some(class), ..Typed::of(ty) })
    }

    /// Whether a thing is imported under `if TYPE_CHECKING:`.
    fn only_for_type_checkers(&self, name: &str) -> bool {
        self.tree.all().any(|id| {
            let AnyNodeRef::StmtImportFrom(import) = self.tree.node(id) else { return false };
            let module = import.module.as_deref().unwrap_or_default();
            import.names.iter().any(|alias| name.strip_prefix(module) == Some(&format!(".{}", alias.name)))
                && self.tree.ancestors(id).any(|outer| {
                    matches!(self.tree.node(outer), AnyNodeRef::StmtIf(node) if self.text(node.test.as_ref()).ends_with("TYPE_CHECKING"))
                })
        })
    }

    /// Evidence that a class was found by its name alone, where that is so.
    pub fn by_name_evidence(&self, typed: &Typed) -> Option<Evidence> {
        let class = typed.by_name?;
        let view = self.view();
        let index = view.index(class.file);
        let entry = index.classes.get(class.class as usize)?;
        let message = format!(
            "the import of `{}` does not resolve; the given files have exactly one class of that name",
            entry.name
        );
        let place = Place { file: class.file, range: entry.name_range };
        Some(view.evidence("type-by-name", message, place))
    }
}

impl View<'_> {
    /// The class of a name, if exactly one class of the given files has it.
    pub fn only_class(&self, name: &str) -> Option<ClassRef> {
        let mut found = None;
        for file in self.project.files_with(name) {
            let index = self.index(file);
            for number in
                (0u32..).zip(&index.classes).filter(|(_, entry)| &*entry.name == name).map(|(at, _)| at)
            {
                if found.replace(ClassRef { file, class: number }).is_some() {
                    return None;
                }
            }
        }
        found
    }
}
