//! SQL texts, and rows to and from the model.

use crate::ledger::Record;
use crate::model::{CaseKind, CaseState, Channel, Fee, Outcome, Paper, Phase, Promise, Task, TaskKind};
use kernel::{Failure, Fault, Id, Limit, LimitUnit, Refusal, Role};
use store::{Expect, Row, Tx, Value, params};
use vault::WrappedKey;

/// The tables of this room.
pub const MIGRATIONS: store::Migrations =
    store::Migrations { room: "cases", steps: &[include_str!("../migrations/0001.sql")] };

macro_rules! case_columns {
    () => {
        "r.id, r.kind, r.about, r.revision, r.agency, r.desk, r.channel, r.applicant, r.receipt, r.code, \
         r.phase, r.outcome, r.opened_at, r.notice_by, r.accept_by, r.alarms, r.accepted_at, \
         r.limit_n, r.limit_unit, r.due_at, r.due_day, r.original_due_at, r.original_due_day, r.ready_at, \
         r.closed_at, r.version, r.seq, r.head, r.key_no, r.key_bytes, r.party, r.content_seq, r.course"
    };
}

macro_rules! paper_columns {
    () => {
        "id, key, file, form, copies, pages, size, added_at, compared_at, name"
    };
}

macro_rules! task_columns {
    () => {
        "t.id, t.step, t.kind, t.unit, t.role, t.holder, t.lead, t.opened_at, t.held_at, t.due_at, t.hold_by, \
         t.silence, t.done_at, t.outcome, t.alarmed_at"
    };
}

/// Four numbers of the open tasks a list shows: how many, how many of them nobody holds, how many are past
/// ?2 and how many are due before ?3. Each counts to 1,001 and no further. A list is sorted by due time, so
/// what is due before a moment stands first and is counted alone, without looking at the rest.
macro_rules! counts {
    (of $all:expr, where $scope:literal) => {
        concat!(
            "select a.n, a.unheld, b.n, c.n from ",
            $all,
            ", (select count(*) as n from (select 1 as one from case_task t where ",
            $scope,
            " and t.due_at < ?2 limit 1001) as l) as b, \
             (select count(*) as n from (select 1 as one from case_task t where ",
            $scope,
            " and t.due_at < ?3 limit 1001) as l) as c"
        )
    };
    (unheld $unheld:literal, where $scope:literal) => {
        counts!(of concat!("(select count(*) as n, ", $unheld,
            " as unheld from (select 1 as one from case_task t where ", $scope, " limit 1001) as l) as a"),
            where $scope)
    };
    (where $scope:literal) => {
        counts!(of concat!("(select count(*) as n, count(*) - count(l.holder) as unheld from (select t.holder \
            from case_task t where ", $scope, " order by t.due_at nulls last, t.id limit 1001) as l) as a"),
            where $scope)
    };
}

store::statements! {
    /// One case.
    pub static CASE = concat!("select ", case_columns!(), " from case_row r where r.id = ?1");
    /// One case by its unguessable link, and how many papers came with it, results not counted.
    pub static CASE_BY_LINK = concat!("select ", case_columns!(), ", (select count(*) from case_paper p \
        where p.case_id = r.id and p.key <> 'result' and p.key not like 'result-%') \
        from case_row r where r.link_hash = ?1");
    /// Its tasks.
    pub static TASKS_BY_LINK = concat!("select ", task_columns!(), " from case_task t \
        where t.case_id = (select id from case_row where link_hash = ?1) order by t.id");
    /// The case of a dossier code.
    pub static ID_BY_CODE = "select id from case_row where code = ?1";
    /// The case of a receipt number.
    pub static ID_BY_RECEIPT = "select id from case_row where receipt = ?1";
    /// Cases that are not over, a stretch at a time.
    pub static OPEN_CASES = "select id from case_row where id > ?1 and phase <> 'closed' order by id limit 100";
    /// Cases with open tasks of a unit, a stretch at a time.
    pub static CASES_OF_UNIT = "select case_id from case_task where unit = ?1 and done_at is null \
        and kind <> 'receive' order by due_at nulls last, id limit 100";
    /// Cases that wait at a desk, a stretch at a time.
    pub static WAITING_CASES = "select case_id from case_task where unit = ?1 and done_at is null \
        and kind = 'receive' order by due_at nulls last, id limit 100";
    /// A person's cases, newest first.
    pub static CASES_OF_PERSON = concat!("select ", case_columns!(),
        " from case_row r where r.applicant = ?1 order by r.id desc limit 200");
    /// A new case.
    pub static INSERT_CASE = "insert into case_row (id, kind, about, revision, agency, desk, channel, applicant, \
        receipt, code, phase, outcome, opened_at, notice_by, accept_by, alarms, accepted_at, limit_n, \
        limit_unit, due_at, due_day, original_due_at, original_due_day, ready_at, closed_at, version, seq, head, \
        key_no, key_bytes, party, link_hash, content_seq, course) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
        ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34)";
    /// A changed case, if nobody changed it first.
    pub static UPDATE_CASE = "update case_row set code = ?1, phase = ?2, outcome = ?3, notice_by = ?4, \
        alarms = ?5, accepted_at = ?6, limit_n = ?7, limit_unit = ?8, due_at = ?9, due_day = ?10, \
        original_due_at = ?11, original_due_day = ?12, ready_at = ?13, closed_at = ?14, version = ?15, seq = ?16, \
        head = ?17, accept_by = ?18, content_seq = ?19, course = ?20 where id = ?21 and version = ?22";
    /// One line of the ledger.
    pub static INSERT_EVENT = "insert into case_event (case_id, seq, at, party, actor, kind, facts, commitment, payload, hash) values \
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    /// Two lines of one ledger.
    pub static INSERT_2_EVENTS = "insert into case_event (case_id, seq, at, party, actor, kind, facts, commitment, payload, hash) values \
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10), \
        (?1, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
    /// Three lines of one ledger.
    pub static INSERT_3_EVENTS = "insert into case_event (case_id, seq, at, party, actor, kind, facts, commitment, payload, hash) values \
        (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10), \
        (?1, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19), \
        (?1, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)";
    /// A case's ledger.
    pub static EVENTS = "select seq, at, party, actor, kind, facts, commitment, payload, hash from case_event \
        where case_id = ?1 order by seq";
    /// The sealed payload of the submission.
    pub static SUBMISSION = "select commitment, payload from case_event where case_id = ?1 \
        and seq = (select content_seq from case_row where id = ?1)";
    /// The lines of a case's ledger that carry sealed words; what was submitted or adjusted is left out.
    pub static WORDED = "select seq, at, party, actor, kind, facts, commitment, payload, hash from case_event \
        where case_id = ?1 and kind not in ('submitted', 'adjusted') and payload is not null order by seq";
    /// A case's tasks.
    pub static TASKS = concat!("select ", task_columns!(), " from case_task t where t.case_id = ?1 order by t.id");
    /// A new task.
    pub static INSERT_TASK = "insert into case_task (id, case_id, step, kind, unit, role, holder, lead, opened_at, \
        held_at, due_at, hold_by, silence, done_at, outcome, alarmed_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, \
        ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    /// A changed task.
    pub static UPDATE_TASK = "update case_task set holder = ?1, held_at = ?2, hold_by = ?3, done_at = ?4, \
        outcome = ?5, alarmed_at = ?6, unit = ?7 where id = ?8";
    /// The next number of an agency's day.
    pub static NEXT_NUMBER = "insert into day_counter (agency, day, series, n) values (?1, ?2, ?3, 1) \
        on conflict (agency, day, series) do update set n = day_counter.n + 1 returning n";
    /// A paper.
    pub static INSERT_PAPER = "insert into case_paper (id, case_id, key, file, name, form, copies, pages, size, \
        added_at, compared_at, compared_by) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    /// A case's papers.
    pub static PAPERS = concat!("select ", paper_columns!(), " from case_paper where case_id = ?1 order by id");
    /// A result of a case.
    pub static RESULT_PAPER = "select id from case_paper where case_id = ?1 and (key = 'result' or key like 'result-%') limit 1";
    /// A paper of a case by key.
    pub static PAPER_OF_KEY = "select id from case_paper where case_id = ?1 and key = ?2 limit 1";
    /// The particulars of the applicant, changed by the applicant.
    pub static REPLACE_PARTY = "update case_row set party = ?1 where id = ?2";
    /// The original was compared.
    pub static COMPARE_PAPER = "update case_paper set compared_at = ?1, compared_by = ?2 where id = ?3 \
        and case_id = ?4 and compared_at is null";
    /// A fee taken.
    pub static INSERT_FEE = "insert into case_fee (id, case_id, amount, number, method, taken_by, at) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    /// A case's fees.
    pub static FEES = "select amount, number, at from case_fee where case_id = ?1 order by id";
    /// Eight tokens of a case; fewer are filled up with the last.
    pub static INSERT_TOKENS = "insert into case_token (case_id, token) values (?1, ?2), (?1, ?3), (?1, ?4), (?1, ?5), (?1, ?6), (?1, ?7), (?1, ?8), (?1, ?9) \
        on conflict (token, case_id) do nothing";
    /// Cases by one token, newest first.
    pub static CASES_BY_TOKEN = "select case_id from case_token where token = ?1 order by case_id desc limit 200";
    /// A look at one case.
    pub static INSERT_LOOK = "insert into case_look (id, case_id, at, day, party, actor, via) \
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    /// A look at a list: once per officer, case and day.
    pub static INSERT_LIST_LOOK = "insert into case_look (id, case_id, at, day, party, actor, via) \
        values (?1, ?2, ?3, ?4, ?5, ?6, 'list') on conflict (case_id, actor, day) where via = 'list' do nothing";
    /// Looks at one case, newest first.
    pub static LOOKS = "select at, party, actor, via from case_look where case_id = ?1 order by id desc limit 200";
    /// Looks not sealed yet, up to a horizon.
    pub static LOOKS_AFTER = "select id, case_id, at, party, actor, via from case_look where id > ?1 and id <= ?2 \
        order by id limit 5000";
    /// The last block of looks: one step from the end of the table.
    pub static LAST_SEAL: scan = "select number, last_id, hash from look_seal order by number desc limit 1";
    /// Blocks of looks, oldest first.
    pub static SEALS = "select number, last_id, looks, hash from look_seal where number > ?1 order by number limit 1000";
    /// A new block of looks.
    pub static INSERT_SEAL = "insert into look_seal (number, last_id, looks, at, hash) values (?1, ?2, ?3, ?4, ?5)";
    /// Ids of cases in order, for the doctor.
    pub static CASE_IDS = "select id from case_row where id > ?1 order by id limit 500";
    /// Open tasks of a unit by time left.
    pub static TASKS_OF_UNIT = concat!("select ", task_columns!(), ", ", case_columns!(),
        " from case_task t join case_row r on r.id = t.case_id where t.unit = ?1 and t.done_at is null \
         and t.kind <> 'receive' order by t.due_at nulls last, t.id limit ?2 offset ?3");
    /// Open tasks of an officer by time left.
    pub static TASKS_OF_HOLDER = concat!("select ", task_columns!(), ", ", case_columns!(),
        " from case_task t join case_row r on r.id = t.case_id where t.holder = ?1 and t.done_at is null \
         and t.kind <> 'receive' order by t.due_at nulls last, t.id limit ?2 offset ?3");
    /// Open tasks of a unit that nobody holds, by time left.
    pub static UNHELD_OF_UNIT = concat!("select ", task_columns!(), ", ", case_columns!(),
        " from case_task t join case_row r on r.id = t.case_id where t.unit = ?1 and t.done_at is null \
         and t.holder is null and t.kind <> 'receive' order by t.due_at nulls last, t.id limit ?2 offset ?3");
    /// What a desk must accept or refuse, by time left.
    pub static WAITING_OF_DESK = concat!("select ", task_columns!(), ", ", case_columns!(),
        " from case_task t join case_row r on r.id = t.case_id where t.unit = ?1 and t.done_at is null \
         and t.kind = 'receive' order by t.due_at nulls last, t.id limit ?2 offset ?3");
    /// How many open tasks a unit has, how many nobody holds, how many are past their time, how
    /// many are due before the end of the day (late ones included): of the first 1,001, so that
    /// counting never costs more than a list.
    pub static COUNT_OF_UNIT =
        counts!(where "t.unit = ?1 and t.done_at is null and t.kind <> 'receive'");
    /// The same of what nobody holds.
    pub static COUNT_UNHELD = counts!(unheld "count(*)",
        where "t.unit = ?1 and t.done_at is null and t.holder is null and t.kind <> 'receive'");
    /// The same of an officer.
    pub static COUNT_OF_HOLDER = counts!(unheld "cast(0 as bigint)",
        where "t.holder = ?1 and t.done_at is null and t.kind <> 'receive'");
    /// The same of what waits at a desk.
    pub static COUNT_WAITING =
        counts!(where "t.unit = ?1 and t.done_at is null and t.kind = 'receive'");
}

/// Bits of the column `alarms`.
const ACCEPT_LATE: i64 = 1;
const NO_TASK: i64 = 2;

fn alarms(state: &CaseState) -> i64 {
    let bit = |rang: bool, bit: i64| if rang { bit } else { 0 };
    bit(state.accept_alarmed, ACCEPT_LATE) | bit(state.no_task_alarmed, NO_TASK)
}

fn course(state: &CaseState) -> Result<String, Fault> {
    serde_json::to_string(&state.course).map_err(Fault::new)
}

/// How many columns a task takes in a joined row.
pub(crate) const TASK_WIDTH: usize = 15;

/// How many columns a case takes.
pub(crate) const CASE_WIDTH: usize = 33;

/// What the row holds beside the state.
pub(crate) struct CaseRow {
    pub(crate) state: CaseState,
    pub(crate) head: Vec<u8>,
    pub(crate) key: WrappedKey,
    pub(crate) party: Vec<u8>,
}

fn word<T>(text: &str, from: fn(&str) -> Option<T>) -> Result<T, Fault> {
    from(text).ok_or_else(|| Fault::new(format!("the database holds an unknown word: {text}")))
}

fn limit_unit_name(unit: LimitUnit) -> &'static str {
    match unit {
        LimitUnit::Hours => "hours",
        LimitUnit::WorkingHours => "working_hours",
        LimitUnit::WorkingDays => "working_days",
        LimitUnit::Days => "days",
        LimitUnit::Months => "months",
        LimitUnit::SameDay => "same_day",
    }
}

pub(crate) fn case_from_row(row: &Row<'_>, at: usize) -> Result<CaseRow, Fault> {
    let limit = match (row.get::<Option<i64>>(at + 17)?, row.text_opt(at + 18)?) {
        (Some(n), Some(unit)) => Some(Limit::new(n as u32, word(unit, LimitUnit::from_name)?)),
        _ => None,
    };
    let promise = |moment: usize, day: usize| -> Result<Option<Promise>, Fault> {
        Ok(match (row.get::<Option<kernel::Moment>>(moment)?, row.get::<Option<kernel::Day>>(day)?) {
            (Some(at), Some(day)) => Some(Promise { at, day }),
            _ => None,
        })
    };
    let alarms: i64 = row.get(at + 15)?;
    let state = CaseState {
        id: row.get(at)?,
        kind: word(row.text(at + 1)?, CaseKind::from_name)?,
        about: row.get(at + 2)?,
        revision: row.get(at + 3)?,
        agency: row.get(at + 4)?,
        desk: row.get(at + 5)?,
        channel: word(row.text(at + 6)?, Channel::from_name)?,
        applicant: row.get(at + 7)?,
        receipt: row.get(at + 8)?,
        code: row.get(at + 9)?,
        phase: word(row.text(at + 10)?, Phase::from_name)?,
        outcome: row.text_opt(at + 11)?.map(|text| word(text, Outcome::from_name)).transpose()?,
        opened_at: row.get(at + 12)?,
        notice_by: row.get(at + 13)?,
        accept_by: row.get(at + 14)?,
        accept_alarmed: alarms & ACCEPT_LATE != 0,
        no_task_alarmed: alarms & NO_TASK != 0,
        accepted_at: row.get(at + 16)?,
        limit,
        due: promise(at + 19, at + 20)?,
        original_due: promise(at + 21, at + 22)?,
        ready_at: row.get(at + 23)?,
        closed_at: row.get(at + 24)?,
        version: row.get(at + 25)?,
        seq: row.get(at + 26)?,
        content_seq: row.get(at + 31)?,
        course: serde_json::from_str(row.text(at + 32)?).map_err(Fault::new)?,
        tasks: Vec::new(),
    };
    Ok(CaseRow {
        state,
        head: row.get(at + 27)?,
        key: WrappedKey { number: row.get::<i64>(at + 28)? as u32, bytes: row.get(at + 29)? },
        party: row.get(at + 30)?,
    })
}

pub(crate) fn task_from_row(row: &Row<'_>) -> Result<Task, Fault> {
    Ok(Task {
        id: row.get(0)?,
        step: row.get(1)?,
        kind: word(row.text(2)?, TaskKind::from_name)?,
        unit: row.get(3)?,
        role: word(row.text(4)?, Role::from_name)?,
        holder: row.get(5)?,
        lead: row.get(6)?,
        opened_at: row.get(7)?,
        held_at: row.get(8)?,
        due_at: row.get(9)?,
        hold_by: row.get(10)?,
        silence: row.get(11)?,
        done_at: row.get(12)?,
        outcome: row.get(13)?,
        alarmed_at: row.get(14)?,
    })
}

pub(crate) fn record_from_row(row: &Row<'_>) -> Result<Record, Fault> {
    Ok(Record {
        seq: row.get(0)?,
        at: row.get(1)?,
        party: row.get(2)?,
        actor: row.get(3)?,
        kind: row.get(4)?,
        facts: row.get(5)?,
        commitment: row.get(6)?,
        payload: row.get(7)?,
        hash: row.get(8)?,
    })
}

/// A paper and its sealed name.
pub(crate) fn paper_from_row(row: &Row<'_>) -> Result<(Paper, Vec<u8>), Fault> {
    let paper = Paper {
        id: row.get(0)?,
        key: row.get(1)?,
        file: row.get(2)?,
        form: row.get(3)?,
        copies: row.get(4)?,
        pages: row.get(5)?,
        size: row.get(6)?,
        added_at: row.get(7)?,
        compared_at: row.get(8)?,
    };
    Ok((paper, row.get(9)?))
}

pub(crate) fn fee_from_row(row: &Row<'_>) -> Result<Fee, Fault> {
    Ok(Fee { amount: kernel::Money(row.get(0)?), number: row.get(1)?, at: row.get(2)? })
}

pub(crate) fn insert_case(
    tx: &mut Tx<'_>,
    state: &CaseState,
    head: &[u8],
    key: &WrappedKey,
    party: &[u8],
    link_hash: &[u8],
) -> Result<(), Failure> {
    tx.send(
        &INSERT_CASE,
        &params![
            state.id,
            state.kind.name(),
            state.about.as_str(),
            state.revision,
            state.agency,
            state.desk,
            state.channel.name(),
            state.applicant,
            state.receipt.as_str(),
            state.code.as_deref(),
            state.phase.name(),
            state.outcome.map(Outcome::name),
            state.opened_at,
            state.notice_by,
            state.accept_by,
            alarms(state),
            state.accepted_at,
            state.limit.map(|limit| limit.n),
            state.limit.map(|limit| limit_unit_name(limit.unit)),
            state.due.map(|due| due.at),
            state.due.map(|due| due.day),
            state.original_due.map(|due| due.at),
            state.original_due.map(|due| due.day),
            state.ready_at,
            state.closed_at,
            state.version,
            state.seq,
            head,
            key.number,
            key.bytes.as_slice(),
            party,
            link_hash,
            state.content_seq,
            course(state)?.as_str()
        ],
        Expect::Any,
    )
}

pub(crate) fn update_case(
    tx: &mut Tx<'_>,
    state: &CaseState,
    head: &[u8],
    expected: i64,
) -> Result<(), Failure> {
    tx.send(
        &UPDATE_CASE,
        &params![
            state.code.as_deref(),
            state.phase.name(),
            state.outcome.map(Outcome::name),
            state.notice_by,
            alarms(state),
            state.accepted_at,
            state.limit.map(|limit| limit.n),
            state.limit.map(|limit| limit_unit_name(limit.unit)),
            state.due.map(|due| due.at),
            state.due.map(|due| due.day),
            state.original_due.map(|due| due.at),
            state.original_due.map(|due| due.day),
            state.ready_at,
            state.closed_at,
            state.version,
            state.seq,
            head,
            state.accept_by,
            state.content_seq,
            course(state)?.as_str(),
            state.id,
            expected
        ],
        Expect::One(Refusal::changed()),
    )
}

/// Lines of one ledger, as few statements as it takes.
pub(crate) fn insert_events(tx: &mut Tx<'_>, case: Id, records: &[Record]) -> Result<(), Failure> {
    for lines in records.chunks(3) {
        let statement = match lines.len() {
            1 => &INSERT_EVENT,
            2 => &INSERT_2_EVENTS,
            _ => &INSERT_3_EVENTS,
        };
        let mut values = vec![Value::from(case)];
        for record in lines {
            values.extend(params![
                record.seq,
                record.at,
                record.party.as_str(),
                record.actor,
                record.kind.as_str(),
                record.facts.as_str(),
                record.commitment.as_deref(),
                record.payload.as_deref(),
                record.hash.as_slice()
            ]);
        }
        tx.send(statement, &values, Expect::Any)?;
    }
    Ok(())
}

/// The words by which officers find a case.
pub(crate) fn insert_tokens(tx: &mut Tx<'_>, case: Id, tokens: &[i64]) -> Result<(), Failure> {
    for eight in tokens.chunks(8) {
        let mut values = vec![Value::from(case)];
        let last = eight.last().copied().unwrap_or_default();
        values.extend((0..8).map(|at| Value::from(eight.get(at).copied().unwrap_or(last))));
        tx.send(&INSERT_TOKENS, &values, Expect::Any)?;
    }
    Ok(())
}

pub(crate) fn insert_task(tx: &mut Tx<'_>, case: Id, task: &Task) -> Result<(), Failure> {
    tx.send(
        &INSERT_TASK,
        &params![
            task.id,
            case,
            task.step.as_str(),
            task.kind.name(),
            task.unit,
            task.role.name(),
            task.holder,
            task.lead,
            task.opened_at,
            task.held_at,
            task.due_at,
            task.hold_by,
            task.silence.as_deref(),
            task.done_at,
            task.outcome.as_deref(),
            task.alarmed_at
        ],
        Expect::Any,
    )
}

pub(crate) fn update_task(tx: &mut Tx<'_>, task: &Task) -> Result<(), Failure> {
    tx.send(
        &UPDATE_TASK,
        &params![
            task.holder,
            task.held_at,
            task.hold_by,
            task.done_at,
            task.outcome.as_deref(),
            task.alarmed_at,
            task.unit,
            task.id
        ],
        Expect::Any,
    )
}
