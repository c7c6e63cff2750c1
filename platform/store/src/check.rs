//! Prepares and explains every registered statement on one engine, for the test of each room.

use crate::db::{Inner, fault_of};
use crate::postgres::Session;
use crate::postgres_pool::on_own_thread;
use crate::{Db, Engine, Statement};
use kernel::Fault;
use std::collections::BTreeSet;
use tokio_postgres::SimpleQueryMessage;

/// Something a statement should not do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The statement.
    pub statement: &'static str,
    /// What is wrong, in words.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.statement, self.what)
    }
}

/// At most so many statements of the whole repository are for one engine only.
pub const MOST_SPECIFIC: usize = 10;

/// The store's own statements.
pub fn own_statements() -> Vec<&'static Statement> {
    let lists = [
        crate::agenda::ALL,
        crate::catalogue::ALL,
        crate::form_key::ALL,
        crate::migrate::ALL,
        crate::node::ALL,
        crate::postgres_pool::ALL,
    ];
    lists.into_iter().flatten().copied().collect()
}

/// What is wrong with these statements on this database: those that cannot be prepared, that use
/// words outside the shared subset, whose types differ from `INT`, `TEXT`, `BYTES`, or that read
/// a whole table without being declared `scan`.
pub fn statements(db: &Db, lists: &[&[&'static Statement]]) -> Result<Vec<Finding>, Fault> {
    let engine = db.engine();
    let mine: Vec<&'static Statement> =
        lists.iter().copied().flatten().copied().filter(|statement| statement.is_for(engine)).collect();
    let mut findings: Vec<Finding> = mine
        .iter()
        .filter(|statement| !statement.is_specific())
        .filter_map(|statement| {
            outside_subset(statement).map(|what| Finding { statement: statement.name(), what })
        })
        .collect();
    findings.extend(match db.inner() {
        Inner::Sqlite(sqlite) => on_sqlite(&sqlite.connect_reader()?, &mine)?,
        Inner::Postgres(pool) => {
            let mut session = pool.session()?;
            on_own_thread(move || on_postgres(&mut session, &mine))?
        }
    });
    Ok(findings)
}

/// Panics with everything [`statements`] finds: one line in the test of a room.
pub fn assert_statements(db: &Db, lists: &[&[&'static Statement]]) {
    match statements(db, lists) {
        Ok(findings) if findings.is_empty() => {}
        Ok(findings) => {
            let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
            panic!("on {:?}:\n{}", db.engine(), lines.join("\n"));
        }
        Err(fault) => panic!("on {:?}: {fault}", db.engine()),
    }
}

/// Every table of the database: two engines must answer the same.
pub fn schema(db: &Db) -> Result<Vec<crate::catalogue::Table>, Fault> {
    db.read_blocking(|tx| Ok(crate::catalogue::tables(tx)?)).map_err(fault_of)
}

fn outside_subset(statement: &Statement) -> Option<String> {
    let sql = statement.sql().to_lowercase();
    let outside = [
        "\"",
        "now()",
        " ilike ",
        "::",
        "->",
        "any(",
        " lower(",
        " upper(",
        "for update",
        "skip locked",
        "interval ",
        "random()",
        "current_timestamp",
        " glob ",
        "json_",
        "autoincrement",
    ];
    let found = outside.iter().find(|word| sql.contains(**word))?;
    Some(format!("`{}` is outside the subset both engines share", found.trim()))
}

fn on_sqlite(
    connection: &rusqlite::Connection,
    statements: &[&'static Statement],
) -> Result<Vec<Finding>, Fault> {
    let mut findings = Vec::new();
    for statement in statements {
        let mut add = |what: String| findings.push(Finding { statement: statement.name(), what });
        if let Err(error) = connection.prepare(statement.sql()) {
            add(error.to_string());
            continue;
        }
        let own: BTreeSet<String> = defined_in(statement.sql());
        for line in plan(connection, statement)
            .map_err(|error| crate::sqlite::words(&error).context(statement.name()))?
        {
            if line.contains("AUTOMATIC") {
                add(format!("needs an index: {line}"));
            } else if let Some(table) = scanned(&line)
                && !statement.may_scan()
                && !own.contains(table)
            {
                add(format!("reads a whole table: {line}"));
            }
        }
    }
    Ok(findings)
}

fn plan(connection: &rusqlite::Connection, statement: &Statement) -> rusqlite::Result<Vec<String>> {
    let mut explained = connection.prepare(&format!("explain query plan {}", statement.sql()))?;
    let mut rows = explained.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(row.get::<_, String>(3)?);
    }
    Ok(lines)
}

/// The table (or alias) a line of SQLite's plan walks through whole.
fn scanned(line: &str) -> Option<&str> {
    let table = line.strip_prefix("SCAN ")?.split(' ').next()?;
    let harmless = table.starts_with('(')
        || table.starts_with("json_each")
        || line.contains("CONSTANT ROW")
        || line.ends_with("-ROW VALUES CLAUSE");
    (!harmless).then_some(table)
}

/// Names a statement gives to its own parts: `with name as (…)`, and aliases of subqueries.
fn defined_in(sql: &str) -> BTreeSet<String> {
    let flat = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let before_as =
        flat.match_indices(" as (").chain(flat.match_indices(" as materialized (")).filter_map(|(at, _)| {
            let before = flat.get(..at)?.trim_end_matches(')');
            before.rsplit([' ', ',', '(']).next()
        });
    let after_subquery = flat
        .match_indices(") as ")
        .filter_map(|(at, found)| flat.get(at + found.len()..)?.split([' ', ',', ')']).next());
    before_as.chain(after_subquery).map(str::to_owned).collect()
}

fn on_postgres(session: &mut Session, statements: &[&'static Statement]) -> Result<Vec<Finding>, Fault> {
    // Small tables are read whole for good reason; what is asked is whether an index could serve.
    simple(session, "set enable_seqscan = off; set plan_cache_mode = force_generic_plan")?;
    let mut findings = Vec::new();
    for statement in statements {
        let mut add = |what: String| findings.push(Finding { statement: statement.name(), what });
        let prepared = match session.with(|client| client.prepare(statement.postgres_sql())) {
            Ok(prepared) => prepared,
            Err(error) => {
                add(crate::postgres::words(&error).to_string());
                continue;
            }
        };
        for (at, kind) in prepared.params().iter().enumerate() {
            if !["int8", "text", "bytea"].contains(&kind.name()) {
                add(format!("parameter {} is {kind} on PostgreSQL; cast it to bigint or text", at + 1));
            }
        }
        for column in prepared.columns().iter().filter(|column| !crate::postgres::is_readable(column.type_()))
        {
            add(format!("column {} is {} on PostgreSQL; cast it", column.name(), column.type_()));
        }
        let nulls = vec!["null"; prepared.params().len()].join(", ");
        let call = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
        simple(session, &format!("prepare checked as {}", statement.postgres_sql()))?;
        let plan = simple(session, &format!("explain (costs off) execute checked{call}"))?;
        simple(session, "deallocate checked")?;
        let own = defined_in(statement.sql());
        for line in plan.iter().filter(|_| !statement.may_scan()) {
            if let Some(table) = line.split("Seq Scan on ").nth(1).and_then(|rest| rest.split(' ').next())
                && !own.contains(table)
            {
                add(format!("reads a whole table: {}", line.trim()));
            }
        }
    }
    Ok(findings)
}

fn simple(session: &mut Session, sql: &str) -> Result<Vec<String>, Fault> {
    let answers = session
        .with(|client| client.simple_query(sql))
        .map_err(|error| crate::postgres::words(&error).context(sql))?;
    let text = |answer| match answer {
        SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    };
    Ok(answers.into_iter().filter_map(text).collect())
}

/// Whether no more than [`MOST_SPECIFIC`] of all statements are for one engine only.
pub fn few_are_specific(lists: &[&[&'static Statement]]) -> Result<(), String> {
    let specific: Vec<&str> = lists
        .iter()
        .copied()
        .flatten()
        .filter(|statement| statement.is_specific())
        .map(|statement| statement.name())
        .collect();
    if specific.len() <= MOST_SPECIFIC { Ok(()) } else { Err(format!("too many: {}", specific.join(", "))) }
}

/// The engine in one word, for names of files and reports.
pub fn engine_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_of_a_table_is_told_from_a_scan_of_what_the_statement_made() {
        assert_eq!(scanned("SCAN person"), Some("person"));
        assert_eq!(scanned("SCAN p USING COVERING INDEX i"), Some("p"));
        assert_eq!(scanned("SEARCH p USING INDEX i (a=?)"), None);
        assert_eq!(scanned("SCAN CONSTANT ROW"), None);
        assert_eq!(scanned("SCAN 3-ROW VALUES CLAUSE"), None);
        assert!(defined_in("with latest as (select 1) select * from latest").contains("latest"));
        assert!(defined_in("select * from (select 1) as inner_one where 1 = 1").contains("inner_one"));
    }

    #[test]
    fn words_of_one_engine_are_noticed() {
        static OWN: Statement = Statement::new("OWN", "select a::bigint from b", &[]);
        assert!(outside_subset(&OWN).is_some());
    }
}
