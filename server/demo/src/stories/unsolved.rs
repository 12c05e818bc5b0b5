//! What could not be solved on site: data that was taken along, a case at headquarters, a second visit with somebody who
//! knows more (UNR-4, UNR-6 to UNR-9).

use chrono::NaiveDate;
use domain::{
    command::Command,
    custody::{Afterwards, DataPlan, DataRecord, Holder, Keeping},
    fact::Decision,
    people::{Colleague, Person},
    request::Slot,
    signature::DocumentKind,
    time::MINUTE,
    unresolved::{Consultation, Escalation},
};

use super::{
    script::{Pen, Script, Sent},
    visit::{Itinerary, Manner, Outcome},
};
use crate::{
    chance::Chance,
    days::{OPEN, day_before, on},
    world::World,
};

/// Who promises to keep the data.
const COMPANY: &str = "太原龙赢软件服务";

/// Three cases of different ages.
pub(crate) fn unsolved(world: &World) -> Vec<Script> {
    vec![data_in_the_office(world), at_headquarters(world), second_visit(world)]
}

/// A visit of some day that did not solve it, written down up to the returned form.
fn visited<'a>(
    world: &'a World,
    index: u64,
    (customer, symptom): (&str, &str),
    (day, minute): (NaiveDate, i64),
    (engineer, takes_data): (&'a Person, bool),
) -> (Pen<'a>, Sent<'a>) {
    let mut chance = Chance::new(world.seed, "unsolved", index);
    let offered = on(day, OPEN).plus(chance.minutes(2, 20));
    let submitted = on(day_before(day), 14 * 60).plus(chance.minutes(0, 180));
    let plan = Itinerary::new(offered, on(day, minute), 120, &mut chance);
    let mut pen = Pen::new(world, world.matter(customer, symptom), chance, submitted);
    pen.take_in(submitted, offered);
    let sent = pen.offer(&plan, engineer);
    pen.accept(&plan, sent);
    pen.travel(&plan, sent);
    pen.work(&plan, sent, Outcome::NotSolved, Manner { takes_data, ..Manner::default() });
    pen.hand_in(plan.returned, sent);
    (pen, sent)
}

/// Taken yesterday, in the office since this morning, where somebody looks into it.
fn data_in_the_office(world: &World) -> Script {
    let yesterday = day_before(world.today);
    let engineer = world.engineer(4);
    let (mut pen, sent) = visited(world, 0, ("新源仪表", "账套不存在"), (yesterday, 14 * 60 + 30), (engineer, true));
    let morning = on(world.today, OPEN);
    pen.decide(morning.plus(6 * MINUTE), Decision::Consult, "先在公司的备份上重现");
    hand_over(&mut pen, sent, morning.plus(12 * MINUTE), Keeping::Office, "资料室 周敏");
    hand_over(&mut pen, sent, morning.plus(40 * MINUTE), Keeping::Investigator, "支持部 秦岚");
    pen.finish()
}

/// Sent to headquarters three days ago, which has been asked once since; both sides are due another word.
fn at_headquarters(world: &World) -> Script {
    let mut day = world.today;
    for _ in 0..4 {
        day = day_before(day);
    }
    let engineer = world.engineer(7);
    let (mut pen, sent) = visited(world, 1, ("锦途物流", "结账"), (day, 10 * 60), (engineer, true));
    let next = on(day, OPEN).plus(24 * 60 * MINUTE);
    pen.decide(next, Decision::Consult, "数据已带回，会诊");
    hand_over(&mut pen, sent, next.plus(5 * MINUTE), Keeping::Office, "资料室 周敏");
    let participants = vec![Colleague { person: engineer.id, name: engineer.name.clone() }];
    let consultation = Consultation {
        participants,
        findings: "单独用这套数据能重现，改期初无效".to_owned(),
        plan: "上报总部开发部，附数据和步骤".to_owned(),
        solution_found: false,
    };
    pen.office(next.plus(60 * MINUTE), pen.manager, Command::Consult { consultation: Box::new(consultation) });
    let escalation = Escalation {
        description: "结账到第三步报错，备份数据可重现".to_owned(),
        data_reference: "U盘 1 个，账套 001".to_owned(),
        recipient: "总部支持部".to_owned(),
    };
    pen.office(next.plus(150 * MINUTE), pen.manager, Command::Escalate { escalation: Box::new(escalation) });
    let (submission_number, received_by) = ("ZB-2071".to_owned(), "总部值班".to_owned());
    let received = Command::AcknowledgeEscalation { submission_number, received_by };
    pen.office(next.plus(190 * MINUTE), pen.manager, received);
    let asked = next.plus((24 * 60 + 200) * MINUTE);
    pen.office(asked, pen.manager, Command::ChaseHeadquarters { state: "开发部在看，还没有结论".to_owned() });
    let told = Command::TellCustomer { state: "总部在看，先不要反结账".to_owned() };
    pen.premises(asked.plus(20 * MINUTE), sent, told);
    pen.finish()
}

/// Solved only in part yesterday; today the same engineer goes again, together with somebody who knows more.
fn second_visit(world: &World) -> Script {
    let yesterday = day_before(world.today);
    let (engineer, senior) = (world.engineer(8), world.engineer(9));
    let (mut pen, _) = visited(world, 2, ("柴村模具", "自定义报表"), (yesterday, 10 * 60 + 20), (engineer, false));
    let evening = on(yesterday, 16 * 60 + 40).max(pen.last().plus(10 * MINUTE));
    pen.re_dispatch(evening, "请高级工程师同去，先核对报表函数");
    let from = on(world.today, 15 * 60 + 30);
    pen.assign_with(evening.plus(10 * MINUTE), engineer, senior, Slot { from, minutes: 90 });
    pen.finish()
}

fn hand_over(pen: &mut Pen, sent: Sent, at: domain::Timestamp, keeping: Keeping, name: &str) {
    let to = Holder { keeping, name: name.to_owned() };
    pen.premises(at, sent, Command::HandOverData { to, note: String::new() });
}

impl Pen<'_> {
    /// Asks for the customer's data, promises to keep it, writes down what it is, and takes it along.
    pub(crate) fn take_data(&mut self, at: domain::Timestamp, sent: Sent) {
        let product = self.matter.product();
        let plan = DataPlan {
            account_sets: product.account_sets.iter().take(1).cloned().collect(),
            media: "U盘".to_owned(),
            media_count: 1,
            reason: "现场不能停机，在公司重现".to_owned(),
            afterwards: Afterwards::Return,
            company: COMPANY.to_owned(),
        };
        let shown = self.premises(at, sent, Command::PlanData { plan: Box::new(plan) });
        self.sign(shown.plus(MINUTE), sent, DocumentKind::Consent, shown);
        let pledged = self.last().plus(MINUTE);
        self.sign(pledged, sent, DocumentKind::Pledge, pledged);
        let record = DataRecord {
            version: product.version_and_number(),
            platform: "Windows Server 2019".to_owned(),
            database: "SQL Server 2016".to_owned(),
            problem: self.matter.problem.symptom.clone(),
            attachments: "错误截图 2 张".to_owned(),
            ..DataRecord::default()
        };
        let shown = self.premises(pledged.plus(3 * MINUTE), sent, Command::RecordData { record: Box::new(record) });
        self.sign(shown.plus(MINUTE), sent, DocumentKind::DataRecord, shown);
        self.premises(self.last().plus(MINUTE), sent, Command::TakeData);
    }
}
