//! Conditions written in CEL: compiled once when a file is read, evaluated over answers.

use crate::answer::{Answer, Answers};
use crate::model::Kind;
use cel::common::types::{CelBool, CelDouble, CelInt, CelString};
use cel::common::value::CowVal;
use cel::context::VariableResolver;
use cel::{Context, Env, ExecutionError, Program, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The standard functions of CEL, built once for the process.
static STANDARD: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// How an application is filed: a name that conditions of fees may read, beside questions. The
/// system says it with [`Answers::filed`]; nobody is asked. Not said, it reads as `""`.
pub(crate) const CHANNEL: &str = "channel";

/// Expressions of texts kept compiled; all procedure files together have a tenth of that.
const KEPT: usize = 4_096;

/// One expression in CEL, with the names of the questions it reads.
///
/// A question not answered, or not shown, reads as the empty value of its kind: `""`, `0`,
/// `false`. So a condition never fails for want of an answer.
#[derive(Clone)]
pub struct Condition {
    source: String,
    program: Arc<Program>,
    reads: Vec<String>,
}

impl Condition {
    /// Compiles it; the error is a sentence for the one who wrote the file.
    pub fn compile(source: &str) -> Result<Condition, String> {
        let program = Program::compile(source)
            .map_err(|error| format!("`{source}` is not a CEL expression: {error}"))?;
        let mut reads: Vec<String> =
            program.references().variables().into_iter().map(str::to_owned).collect();
        reads.sort_unstable();
        Ok(Condition { source: source.to_owned(), program: Arc::new(program), reads })
    }

    /// The same for an expression that stands in a text: the revisions of a procedure, and a file and
    /// what was stored of it, say the same again and again, and compiling is most of reading them.
    fn of_text(source: String) -> Result<Condition, String> {
        static COMPILED: LazyLock<Mutex<HashMap<String, Condition>>> = LazyLock::new(Mutex::default);
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(condition) = compiled.get(&source) {
            return Ok(condition.clone());
        }
        let condition = Condition::compile(&source)?;
        if compiled.len() >= KEPT {
            compiled.clear();
        }
        compiled.insert(source, condition.clone());
        Ok(condition)
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names it reads.
    pub fn reads(&self) -> &[String] {
        &self.reads
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.source)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = String::deserialize(deserializer)?;
        Condition::of_text(source).map_err(serde::de::Error::custom)
    }
}

/// What conditions read: the answers of the questions that count, by kind.
pub(crate) struct Facts<'a> {
    kinds: &'a HashMap<String, Kind>,
    answers: &'a Answers,
    /// Answers to these questions do not count, because the questions are not shown.
    hidden: &'a [&'a str],
}

impl VariableResolver for Facts<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let kind = if name == CHANNEL { Kind::Text } else { *self.kinds.get(name)? };
        let answer = if self.hidden.contains(&name) { None } else { self.answers.get(name) };
        Some(match kind {
            Kind::YesNo => CowVal::owned(CelBool::from(matches!(answer, Some(Answer::Yes(true))))),
            Kind::Number | Kind::Year => CowVal::owned(CelInt::from(match answer {
                Some(Answer::Number(number)) => *number,
                _ => 0,
            })),
            Kind::Decimal => CowVal::owned(CelDouble::from(answer.and_then(Answer::as_f64).unwrap_or(0.0))),
            _ => CowVal::owned(CelString::from(answer.and_then(Answer::as_text).unwrap_or(""))),
        })
    }
}

impl<'a> Facts<'a> {
    pub(crate) fn new(
        kinds: &'a HashMap<String, Kind>,
        answers: &'a Answers,
        hidden: &'a [&'a str],
    ) -> Facts<'a> {
        Facts { kinds, answers, hidden }
    }

    /// Whether it holds. An expression that fails to evaluate does not hold; `check` tries every
    /// condition of a file on empty answers, so a wrong type is found there.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        matches!(self.value(condition), Ok(Value::Bool(true)))
    }

    /// A whole number, at least 0.
    pub(crate) fn count(&self, condition: &Condition) -> u32 {
        match self.value(condition) {
            Ok(Value::Int(number)) => u32::try_from(number).unwrap_or(0),
            Ok(Value::UInt(number)) => u32::try_from(number).unwrap_or(u32::MAX),
            _ => 0,
        }
    }

    /// What an expression gives, in words, when it is neither a yes-or-no nor (if `count`) a number.
    pub(crate) fn trouble(&self, condition: &Condition, count: bool) -> Option<String> {
        match self.value(condition) {
            Ok(Value::Bool(_)) if !count => None,
            Ok(Value::Int(_) | Value::UInt(_)) if count => None,
            Ok(other) => {
                Some(format!("gives {other:?}, not {}", if count { "a whole number" } else { "yes or no" }))
            }
            Err(error) => Some(format!("cannot be evaluated: {error}")),
        }
    }

    fn value(&self, condition: &Condition) -> Result<Value, ExecutionError> {
        let mut context = Context::with_env(STANDARD.clone());
        context.set_variable_resolver(self);
        condition.program.execute(&context)
    }
}
