//! Facts that stand in a table of their own, named by the way to them: `excluded.why`,
//! `sector.acceptance.limit`.

use serde_json::{Map, Value};

type Tree = Map<String, Value>;

/// The value a name leads to.
pub(super) fn get<'t>(tree: &'t Tree, name: &str) -> Option<&'t Value> {
    match name.split_once('.') {
        Some((table, rest)) => get(tree.get(table)?.as_object()?, rest),
        None => tree.get(name).filter(|value| !value.is_null()),
    }
}

/// Puts a value where its name leads to, or takes it away; a table that says nothing any more goes
/// with its last fact.
pub(super) fn put(tree: &mut Tree, name: &str, value: Option<Value>) {
    let Some((table, rest)) = name.split_once('.') else {
        match value {
            Some(value) => drop(tree.insert(name.to_owned(), value)),
            None => drop(tree.remove(name)),
        }
        return;
    };
    let mut inner = match tree.remove(table) {
        Some(Value::Object(inner)) => inner,
        _ => Tree::new(),
    };
    put(&mut inner, rest, value);
    if inner.values().any(|value| !value.is_null()) {
        tree.insert(table.to_owned(), Value::Object(inner));
    }
}

/// Whether the table a fact stands in says anything, so that the fact is needed too.
pub(super) fn is_begun(tree: &Tree, name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(table, _)| get(tree, table).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_table_comes_with_its_first_fact_and_goes_with_its_last() {
        let mut tree = Tree::new();
        put(&mut tree, "sector.acceptance.source", Some(json!("[L] Điều 1")));
        assert_eq!(Value::Object(tree.clone()), json!({"sector": {"acceptance": {"source": "[L] Điều 1"}}}));
        assert!(is_begun(&tree, "sector.acceptance.limit") && !is_begun(&tree, "sector.closes_after.limit"));
        put(&mut tree, "sector.acceptance.source", None);
        assert!(tree.is_empty() && get(&tree, "sector.acceptance.source").is_none());
    }
}
