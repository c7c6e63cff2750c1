//! Forms of officers beside the straight way: what is missing, proposals and their decision, a late
//! letter, taking back, parts and papers of others, mending, opening again.

use super::offices::{date, today};
use super::person::{delivered, last_paper, own, permit};
use super::{Example, PERMIT, Prepare, Scene, WARD};
use cases::TaskKind;
use dossiers::commands::Letter;
use dossiers::{Done, Seen, WalkIn};
use kernel::{Actor, Failure, Id};
use walkthroughs::Town;
use walkthroughs::samples::{self, HOUSE};
use walkthroughs::walk::staff_path;

const RECEIVER: &str = "tiepnhan.saigon";
const BUILDER: &str = "xaydung.saigon";
const HEAD: &str = "truongphong.saigon";
/// A household business: the tax office has a part of it, and no paper of its own to give.
const BUSINESS: &str = "1.001612";
const APPLICATIONS: &str = include_str!("../../../../data/applications.json");

pub(super) fn example(path: &str) -> Option<Prepare> {
    let prepare: Prepare = match path {
        "/can-bo/ho-so/{ma}/bo-sung" => |scene| request(scene, BUILDER, appraising(scene)),
        "/can-bo/ho-so/{ma}/bo-sung/tiep-nhan" => {
            |scene| looked_at(request(scene, RECEIVER, permit(scene)), "tiep-nhan")
        }
        "/can-bo/ho-so/{ma}/bo-sung/tham-dinh" => {
            |scene| looked_at(request(scene, BUILDER, appraising(scene)), "tham-dinh")
        }
        "/can-bo/ho-so/{ma}/hen-lai" => |scene| {
            let case = appraising(scene);
            let due = scene.town.state(case).due.unwrap().day;
            letter(scene.beside(BUILDER, case, "hen-lai", &[]), scene, "extension", due.plus(7))
        },
        "/can-bo/ho-so/{ma}/de-nghi-tu-choi" => |scene| {
            let said = [("ly_do", "Đất thuộc quy hoạch đường")];
            scene.beside(BUILDER, appraising(scene), "de-nghi-tu-choi", &said)
        },
        "/can-bo/ho-so/{ma}/de-nghi-dung" => |scene| {
            let cause = cause(scene, "stop");
            let said = [("nguyen_nhan", cause.as_str()), ("ly_do", "Đất đang tranh chấp tại tòa án")];
            scene.beside(BUILDER, appraising(scene), "de-nghi-dung", &said)
        },
        "/can-bo/ho-so/{ma}/quyet-dinh" => |scene| {
            let case = appraising(scene);
            refusal_proposed(scene, case);
            scene.beside(HEAD, case, "quyet-dinh", &[("quyet_dinh", "dong-y")])
        },
        "/can-bo/ho-so/{ma}/thu-xin-loi" => |scene| {
            let form = scene.beside("chanhvanphong.saigon", scene.late, "thu-xin-loi", &[]);
            letter(form, scene, "late", today(scene).plus(7))
        },
        "/can-bo/ho-so/{ma}/rut" => |scene| {
            let case = scene.accepted(false);
            does(scene, "nguoidan", async |room, person| {
                room.withdraw(person, case, Seen::default(), "Chưa cần nữa").await
            });
            scene.beside(RECEIVER, case, "rut", &[("noi_dung", "Đã trả lại giấy tờ")])
        },
        "/can-bo/ho-so/{ma}/xong-phan" => |scene| {
            let case = with_part(scene.town);
            scene.beside_and("chuyenvien.thue", "chuyenvien.bhxh", case, "xong-phan", &[])
        },
        "/can-bo/ho-so/{ma}/chuyen-giay" => |scene| {
            let case = taken_elsewhere(scene.town);
            scene.beside_and("tiepnhan.thuduc", "tiepnhan.benthanh", case, "chuyen-giay", &[])
        },
        "/can-bo/ho-so/{ma}/dinh-chinh" => |scene| {
            let said = [("ly_do", "Sai năm sinh của người mẹ")];
            scene.beside("hotich.saigon", delivered(scene), "dinh-chinh", &said)
        },
        "/can-bo/ho-so/{ma}/ket-qua-dung" => |scene| {
            let case = delivered(scene);
            does(scene, "hotich.saigon", async |room, clerk| {
                room.open_correction(clerk, case, Seen::default(), "Sai năm sinh").await
            });
            let example = scene.beside("hotich.saigon", case, "ket-qua-dung", &[]);
            let files = vec![("tep".to_owned(), "bản đúng.pdf".to_owned(), samples::PDF.to_vec())];
            Example { files, ..example }
        },
        "/can-bo/ho-so/{ma}/mo-lai" => |scene| {
            let case = appraising(scene);
            refusal_proposed(scene, case);
            let task = open_task(scene.town, case, TaskKind::Decide);
            does(scene, HEAD, async |room, head| {
                room.decide(head, case, task, Seen::default(), true, "").await
            });
            let cause = cause(scene, "reopen");
            let said = [("nguyen_nhan", cause.as_str()), ("ly_do", "Tra cứu nhầm thửa đất")];
            scene.beside(HEAD, case, "mo-lai", &said)
        },
        _ => return None,
    };
    Some(prepare)
}

/// More examples of forms that do something else in another state.
pub(super) fn also(path: &str) -> Vec<Prepare> {
    match path {
        "/ho-so/{ma}/bo-sung/giay/{muc}" => vec![last_paper],
        // After acceptance the desk has to give papers and fees back.
        "/ho-so/{ma}/rut" => vec![|scene| {
            let case = scene.accepted(false);
            own(scene, case, "rut", "rut", &[("ly_do", "Chưa cần nữa")]).versioned("phien_ban")
        }],
        "/can-bo/ho-so/{ma}/quyet-dinh" => vec![
            |scene| {
                let case = extension_proposed(scene);
                scene.beside(HEAD, case, "quyet-dinh", &[("quyet_dinh", "dong-y")])
            },
            |scene| {
                let said = [("quyet_dinh", "khong"), ("ly_do", "Làm kịp")];
                scene.beside(HEAD, extension_proposed(scene), "quyet-dinh", &said)
            },
            |scene| {
                let (case, cause) = (appraising(scene), cause(scene, "stop"));
                does(scene, BUILDER, async |room, builder| {
                    room.propose_stop(builder, case, Seen::default(), &cause, "Đất đang tranh chấp").await
                });
                scene.beside(HEAD, case, "quyet-dinh", &[("quyet_dinh", "dong-y")])
            },
        ],
        // The desk of the ward that decides confirms that they came.
        "/can-bo/ho-so/{ma}/chuyen-giay" => vec![|scene| {
            let case = taken_elsewhere(scene.town);
            let task = open_task(scene.town, case, TaskKind::Transfer);
            does(scene, "tiepnhan.thuduc", async |room, desk| {
                room.papers_moved(desk, case, task, Seen::default()).await
            });
            scene.beside_and(RECEIVER, "tiepnhan.benthanh", case, "chuyen-giay", &[])
        }],
        // Refused before acceptance: it is received anew.
        "/can-bo/ho-so/{ma}/mo-lai" => vec![|scene| {
            let (case, cause) = (permit(scene), cause(scene, "reopen"));
            does(scene, RECEIVER, async |room, desk| {
                room.refuse(desk, case, Seen::default(), "Không thuộc thẩm quyền").await
            });
            let said = [("nguyen_nhan", cause.as_str()), ("ly_do", "Thuộc thẩm quyền của phường")];
            scene.beside(HEAD, case, "mo-lai", &said)
        }],
        _ => Vec::new(),
    }
}

fn open_task(town: &Town, case: Id, kind: TaskKind) -> Id {
    town.state(case).open_tasks().find(|task| task.kind == kind).unwrap().id
}

/// Runs a command as somebody.
fn does(
    scene: &Scene<'_>,
    login: &str,
    command: impl AsyncFnOnce(&dossiers::Dossiers, &Actor) -> Result<Done, Failure>,
) {
    let (room, who) = (&scene.town.house().dossiers, scene.town.actor(login));
    let done = scene.town.wait(command(room, &who));
    done.unwrap_or_else(|failure| panic!("{login}: {failure:?}"));
}

fn cause(scene: &Scene<'_>, of: &str) -> String {
    let regime = scene.town.house().catalogue.regime_on(today(scene)).unwrap();
    regime.causes(of).next().unwrap().key.clone()
}

/// The cause and the day of a letter; its words stand there already.
fn letter(mut example: Example, scene: &Scene<'_>, of: &str, day: kernel::Day) -> Example {
    example.values.push(("nguyen_nhan".to_owned(), cause(scene, of)));
    example.values.extend(date("hen", day));
    example
}

/// A permit with the specialist, who appraises it.
pub(super) fn appraising(scene: &Scene<'_>) -> Id {
    let case = permit(scene);
    scene.town.accepted(RECEIVER, case);
    scene.forward(HEAD, case);
    case
}

fn refusal_proposed(scene: &Scene<'_>, case: Id) {
    does(scene, BUILDER, async |room, builder| {
        room.propose_refusal(builder, case, Seen::default(), "Đất thuộc quy hoạch đường").await
    });
}

/// A permit for which a day a week later is proposed.
fn extension_proposed(scene: &Scene<'_>) -> Id {
    let case = appraising(scene);
    let day = scene.town.state(case).due.unwrap().day.plus(7);
    let letter =
        Letter { cause: cause(scene, "extension"), words: "Chờ kết quả xác minh".to_owned(), day };
    does(scene, BUILDER, async |room, builder| {
        room.propose_extension(builder, case, Seen::default(), &letter).await
    });
    case
}

/// The page on which a request for papers is put together, one paper ticked; its basis stands there.
fn request(scene: &Scene<'_>, login: &str, case: Id) -> Example {
    let path = format!("{}/bo-sung", staff_path(scene.town.state(case).number()));
    let (who, role) = (scene.who(login), login.split('.').next().unwrap());
    let form = who.form(&path, &path);
    let ticked = [("muc", "paper.giay-to-dat"), ("ly_do.paper.giay-to-dat", "Bản chụp bị mờ")];
    let example = Example::new(who, form, &ticked);
    example.stranger(scene.who(&format!("{role}.thuduc"))).versioned("phien_ban")
}

/// The request as it is seen before it is sent.
fn looked_at(request: Example, leaf: &str) -> Example {
    let action = format!("{}/{leaf}", request.form.action);
    let page = request.who.post(&request.form.action, &request.pairs()).expect(200).page();
    Example { form: page.form(&action).unwrap(), values: Vec::new(), ..request }
}

/// A household business, accepted: the tax office takes the data over at once.
fn with_part(town: &Town) -> Id {
    type Applications = std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>;
    let all: Applications = serde_json::from_str(APPLICATIONS).unwrap();
    let answers: Vec<(&str, &str)> =
        all[BUSINESS].iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let case = town.sent("nguoidan", BUSINESS, WARD, &answers);
    town.accepted(RECEIVER, case);
    case
}

/// A permit of one ward taken in on paper at the desk of another.
fn taken_elsewhere(town: &Town) -> Id {
    let (room, today) = (&town.house().dossiers, town.now().day());
    let revision = town.house().catalogue.current(PERMIT, today).unwrap();
    let raw: Vec<(String, String)> =
        HOUSE.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let mut answers = catalogue::Answers::new();
    answers.apply(revision.validate_form(&raw, today).said);
    let papers = revision.with(&answers).papers().into_iter();
    let papers =
        papers.filter(|need| need.need == catalogue::Need::Required).map(|need| dossiers::SeenPaper {
            key: need.paper.key.clone(),
            form: "photo".to_owned(),
            copies: 1,
            compared: true,
        });
    let form = WalkIn {
        procedure: PERMIT.to_owned(),
        agency: town.agency(WARD),
        papers: papers.collect(),
        answers,
        fee_taken: false,
        at_once: false,
        agreed: true,
    };
    let taken = town.wait(room.walk_in(&town.actor("tiepnhan.thuduc"), None, form));
    taken.unwrap_or_else(|failure| panic!("{failure:?}")).id
}
