//! Schema texts for both engines: a few type words expanded, a script split into statements.

use crate::Engine;

/// A piece of SQL text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece<'a> {
    Word(&'a str),
    /// Quoted text, quotes included.
    Quoted(&'a str),
    Comment,
    Other(&'a str),
}

/// Expands `INT`, `TEXT`, `BYTES` and a closing `STRICT` for one engine; drops comments.
/// Only whole upper-case words are touched, and nothing inside quoted text.
pub(crate) fn expand(step: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(step.len() + 64);
    for piece in pieces(step) {
        out.push_str(match (piece, engine) {
            (Piece::Word("INT"), Engine::Sqlite) => "integer",
            (Piece::Word("INT"), Engine::Postgres) => "bigint",
            (Piece::Word("TEXT"), Engine::Sqlite) => "text",
            (Piece::Word("TEXT"), Engine::Postgres) => "text collate \"C\"",
            (Piece::Word("BYTES"), Engine::Sqlite) => "blob",
            (Piece::Word("BYTES"), Engine::Postgres) => "bytea",
            (Piece::Word("STRICT"), Engine::Sqlite) => "strict",
            (Piece::Word("STRICT"), Engine::Postgres) | (Piece::Comment, _) => "",
            (Piece::Word(same) | Piece::Quoted(same) | Piece::Other(same), _) => same,
        });
    }
    out
}

/// The statements of a script, without their `;`, empty ones left out.
pub(crate) fn split(script: &str) -> Vec<String> {
    let mut statements = vec![String::new()];
    for piece in pieces(script) {
        match piece {
            Piece::Other(";") => statements.push(String::new()),
            Piece::Word(text) | Piece::Quoted(text) | Piece::Other(text) => {
                if let Some(last) = statements.last_mut() {
                    last.push_str(text);
                }
            }
            Piece::Comment => {}
        }
    }
    statements.iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// What a schema step may not hold, in words, because the engines differ in it.
pub(crate) fn wrong_in(step: &str) -> Option<&'static str> {
    let mut tables = 0;
    let mut stricts = 0;
    let mut before = "";
    for piece in pieces(step) {
        let Piece::Word(word) = piece else {
            if let Piece::Other(text) = piece
                && text.contains(['"', '`', '['])
            {
                return Some("quoted identifiers differ between the engines");
            }
            continue;
        };
        match word {
            "STRICT" => stricts += 1,
            _ if before.eq_ignore_ascii_case("create") && word.eq_ignore_ascii_case("table") => tables += 1,
            _ if ["trigger", "deferrable", "autoincrement", "serial", "now"]
                .contains(&word.to_lowercase().as_str()) =>
            {
                return Some("triggers, deferrable constraints, serial numbers and now() are not used here");
            }
            "int" | "integer" | "bigint" | "text" | "blob" | "bytea" | "boolean" | "timestamp"
            | "varchar" => {
                return Some("types are written INT, TEXT and BYTES");
            }
            _ => {}
        }
        before = word;
    }
    (tables != stricts).then_some("every `create table` ends with `) STRICT;`")
}

fn pieces(sql: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (piece, length): (fn(&str) -> Piece<'_>, usize) = if first.is_alphanumeric() || first == '_' {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            (|text| Piece::Word(text), rest.find(|c| !word(c)).unwrap_or(rest.len()))
        } else if first == '\'' {
            // A doubled quote inside ends one quoted piece and begins the next: the same text.
            (|text| Piece::Quoted(text), rest[1..].find('\'').map_or(rest.len(), |end| end + 2))
        } else if rest.starts_with("--") {
            (|_| Piece::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else {
            (|text| Piece::Other(text), first.len_utf8())
        };
        let (text, after) = rest.split_at(length);
        rest = after;
        Some(piece(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: &str = "create table a (id INT primary key, name TEXT not null, -- INT; not a type\n\
                        kind TEXT check (kind in ('INT', 'x;''y')), sealed BYTES) STRICT;\n\
                        create index a_name on a (name);";

    #[test]
    fn type_words_become_the_engines_own_but_not_inside_quotes() {
        let sqlite = expand(STEP, Engine::Sqlite);
        assert!(sqlite.starts_with("create table a (id integer primary key, name text not null, \n"));
        assert!(sqlite.contains("('INT', 'x;''y')), sealed blob) strict;"));
        let postgres = expand(STEP, Engine::Postgres);
        assert!(postgres.contains("id bigint primary key, name text collate \"C\" not null"));
        assert!(postgres.contains("sealed bytea) ;"));
    }

    #[test]
    fn a_script_splits_at_semicolons_that_are_not_text_or_comment() {
        let statements = split(STEP);
        assert_eq!(statements.len(), 2);
        assert!(statements[0].ends_with("STRICT"));
        assert_eq!(statements[1], "create index a_name on a (name)");
    }

    #[test]
    fn what_the_engines_do_not_share_is_refused() {
        assert_eq!(wrong_in(STEP), None);
        assert!(wrong_in("create table a (id INT primary key)").is_some());
        assert!(wrong_in("create table a (id integer primary key) STRICT").is_some());
        assert!(wrong_in("create table a (\"id\" INT) STRICT").is_some());
        assert!(wrong_in("create trigger t after insert on a").is_some());
    }
}
