//! What the database itself says about its tables: the few statements that differ by engine.

use crate::{Engine, Tx, params};
use kernel::Fault;
use std::collections::{BTreeMap, BTreeSet};

crate::statements! {
    /// Tables.
    static SQLITE_TABLES: sqlite scan = "select name from sqlite_schema where type = 'table' and name not like 'sqlite!_%' escape '!' order by name";
    /// Columns of a table.
    // A column of the primary key refuses NULL without being told so.
    static SQLITE_COLUMNS: sqlite scan = "select name, lower(type), case when \"notnull\" = 1 or pk > 0 then 1 else 0 end
                                          from pragma_table_info(?1) order by cid";
    /// Tables a table refers to.
    static SQLITE_PARENTS: sqlite scan = "select distinct \"table\", 0 from pragma_foreign_key_list(?1)";
    /// Tables.
    static POSTGRES_TABLES: postgres scan = "select tablename::text from pg_tables where schemaname = current_schema() order by tablename collate \"C\"";
    /// Columns of a table.
    static POSTGRES_COLUMNS: postgres scan = "select column_name::text, data_type::text, case is_nullable when 'NO' then 1 else 0 end
        from information_schema.columns where table_schema = current_schema() and table_name = cast(?1 as text) order by ordinal_position";
    /// Tables a table refers to.
    static POSTGRES_PARENTS: postgres scan = "select distinct parent.relname::text, 0 from pg_constraint c
        join pg_class child on child.oid = c.conrelid join pg_class parent on parent.oid = c.confrelid
        join pg_namespace n on n.oid = child.relnamespace
        where c.contype = 'f' and n.nspname = current_schema() and child.relname = cast(?1 as text)";
}

/// The three types there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnType {
    /// `INT`.
    Int,
    /// `TEXT`.
    Text,
    /// `BYTES`.
    Bytes,
}

impl ColumnType {
    /// The word schema steps use.
    pub fn word(self) -> &'static str {
        match self {
            ColumnType::Int => "INT",
            ColumnType::Text => "TEXT",
            ColumnType::Bytes => "BYTES",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<ColumnType> {
        match word {
            "INT" | "integer" | "bigint" => Some(ColumnType::Int),
            "TEXT" | "text" => Some(ColumnType::Text),
            "BYTES" | "blob" | "bytea" => Some(ColumnType::Bytes),
            _ => None,
        }
    }
}

/// A column of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
    /// Whether it refuses NULL.
    pub not_null: bool,
}

/// A table as the database describes it; two engines describe the same schema alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The tables it refers to, itself left out.
    pub parents: BTreeSet<String>,
}

impl Table {
    /// The names of its columns with commas between.
    pub(crate) fn column_list(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Every table, each after the tables it refers to.
pub fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, Fault> {
    let (tables, columns, parents) = match tx.engine() {
        Engine::Sqlite => (&SQLITE_TABLES, &SQLITE_COLUMNS, &SQLITE_PARENTS),
        Engine::Postgres => (&POSTGRES_TABLES, &POSTGRES_COLUMNS, &POSTGRES_PARENTS),
    };
    let mut found = Vec::new();
    for name in tx.rows(tables, &[], |row| row.get::<String>(0))? {
        let columns = tx.rows(columns, &params![&name], |row| {
            let kind = row.text(1)?;
            let kind = ColumnType::from_word(kind)
                .ok_or_else(|| Fault::new(format_args!("table {name} has a column of type {kind}")))?;
            Ok(Column { name: row.get(0)?, kind, not_null: row.get(2)? })
        })?;
        let mut parents: BTreeSet<String> =
            tx.rows(parents, &params![&name], |row| row.get(0))?.into_iter().collect();
        parents.remove(&name);
        found.push(Table { name, columns, parents });
    }
    parents_first(found)
}

fn parents_first(tables: Vec<Table>) -> Result<Vec<Table>, Fault> {
    let mut waiting: BTreeMap<String, Table> =
        tables.into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let free = |table: &Table| table.parents.iter().all(|parent| !waiting.contains_key(parent));
        let ready: Vec<String> =
            waiting.values().filter(|table| free(table)).map(|table| table.name.clone()).collect();
        if ready.is_empty() {
            let names: Vec<&str> = waiting.keys().map(String::as_str).collect();
            return Err(Fault::new(format_args!(
                "these tables refer to each other in a circle: {}",
                names.join(", ")
            )));
        }
        ordered.extend(ready.iter().filter_map(|name| waiting.remove(name)));
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, parents: &[&str]) -> Table {
        let parents = parents.iter().map(|parent| (*parent).to_owned()).collect();
        Table { name: name.to_owned(), columns: Vec::new(), parents }
    }

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let ordered = parents_first(vec![table("a", &["c"]), table("b", &[]), table("c", &["b"])]).unwrap();
        assert_eq!(ordered.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["b", "c", "a"]);
        assert!(parents_first(vec![table("a", &["b"]), table("b", &["a"])]).is_err());
    }
}
