//! One example of every command and fact about what was not solved, and about data of the customer.

use domain::{
    RequestId,
    command::Command,
    custody::{Afterwards, CustodyEnd, DataPlan, DataRecord, HandOver, Holder, Keeping},
    fact::Fact,
    people::Colleague,
    request::HelpAnswer,
    unresolved::{
        Acknowledged, AtHeadquarters, Consultation, Contacted, Ended, Escalation, Held, Party, Solution, SolutionCheck,
        Workaround,
    },
};

use super::records::{AT, DISPATCH, ENGINEER, MANAGER, clock, text, uuid};

fn plan() -> Box<DataPlan> {
    Box::new(DataPlan {
        account_sets: vec![text("001")],
        media: text("U盘"),
        media_count: 1,
        reason: text("在公司重现结账错误"),
        afterwards: Afterwards::Destroy,
        company: text("太原龙赢"),
    })
}

fn record() -> Box<DataRecord> {
    Box::new(DataRecord {
        modules: text("总账"),
        version: text("8.12 / SN-77"),
        platform: text("Windows 2003"),
        database: text("SQL 2000"),
        customer_platform: text("Windows XP"),
        customer_database: text("SQL 2000 SP4"),
        problem: text("结账时报错"),
        attachments: text("截图两张"),
        email: text("kj@example.cn"),
        other: text("无"),
    })
}

fn holder() -> Holder {
    Holder { keeping: Keeping::Office, name: text("周敏") }
}

fn link() -> HandOver {
    HandOver { to: holder(), at: AT, by: ENGINEER, by_name: text("赵勇"), note: text("柜三") }
}

fn consultation() -> Consultation {
    Consultation {
        participants: vec![Colleague { person: ENGINEER, name: text("赵勇") }],
        findings: text("表被锁"),
        plan: text("带补丁再去"),
        solution_found: false,
    }
}

fn escalation() -> Escalation {
    Escalation {
        description: text("结账报错"), data_reference: text("QR05-0003"), recipient: text("总部支持部")
    }
}

pub fn commands() -> Vec<Command> {
    vec![
        Command::AnswerHelp { dispatch: DISPATCH, plan: text("运行脚本") },
        Command::Consult { consultation: Box::new(consultation()) },
        Command::Escalate { escalation: Box::new(escalation()) },
        Command::AcknowledgeEscalation { submission_number: text("HQ-11"), received_by: text("李工") },
        Command::ChaseHeadquarters { state: text("在排查") },
        Command::RecordWorkaround { text: text("手工结账") },
        Command::RecordSolution { text: text("装补丁"), needs_version: text("8.13") },
        Command::CheckSolution { works: true, note: text("已验证") },
        Command::Redispatch { follow_up: RequestId(uuid(11)), advice: text("带上补丁") },
        Command::EndMatter { reason: text("客户换了系统") },
        Command::PlanData { plan: plan() },
        Command::RecordData { record: record() },
        Command::TakeData,
        Command::HandOverData { to: holder(), note: text("柜三") },
        Command::EndCustody { how: Afterwards::Destroy, witness: text("周敏"), note: text("格式化") },
        Command::TellCustomer { state: text("总部在排查") },
    ]
}

pub fn position_of_command(command: &Command) -> usize {
    use Command as C;
    match command {
        C::AnswerHelp { .. } => 0,
        C::Consult { .. } => 1,
        C::Escalate { .. } => 2,
        C::AcknowledgeEscalation { .. } => 3,
        C::ChaseHeadquarters { .. } => 4,
        C::RecordWorkaround { .. } => 5,
        C::RecordSolution { .. } => 6,
        C::CheckSolution { .. } => 7,
        C::Redispatch { .. } => 8,
        C::EndMatter { .. } => 9,
        C::PlanData { .. } => 10,
        C::RecordData { .. } => 11,
        C::TakeData => 12,
        C::HandOverData { .. } => 13,
        C::EndCustody { .. } => 14,
        C::TellCustomer { .. } => 15,
        fees => 16 + super::fees::position_of_command(fees),
    }
}

pub fn facts() -> Vec<Fact> {
    let (dispatch, at) = (DISPATCH, AT);
    let by_name = || text("周敏");
    let headquarters = AtHeadquarters { escalation: escalation(), sent_at: at, by_name: by_name(), acknowledged: None };
    let check = SolutionCheck { works: false, note: text("还是报错"), at, by_name: by_name() };
    let solution = Solution {
        text: text("装补丁"),
        needs_version: text("8.13"),
        at,
        by_name: by_name(),
        check: Some(check.clone()),
    };
    let end = CustodyEnd {
        how: Afterwards::Return,
        at,
        by: MANAGER,
        by_name: by_name(),
        witness: text("李工"),
        note: text("当面"),
    };
    let ended = Ended { at, by_name: by_name(), reason: text("再派"), followed_by: Some(RequestId(uuid(11))) };
    vec![
        Fact::ClockStarted { clock: Box::new(clock()) },
        Fact::HelpAnswered { dispatch, answer: HelpAnswer { plan: text("运行脚本"), by_name: by_name(), at } },
        Fact::MatterOpened { at },
        Fact::GivenToSupportManager { at },
        Fact::Consulted { held: Box::new(Held { consultation: consultation(), at, by_name: by_name() }) },
        Fact::Escalated { headquarters: Box::new(headquarters) },
        Fact::EscalationAcknowledged {
            acknowledged: Acknowledged { submission_number: text("HQ-11"), received_by: text("李工"), at },
        },
        Fact::ContactLogged {
            contact: Contacted { party: Party::Headquarters, state: text("在排查"), at, by_name: by_name() },
        },
        Fact::WorkaroundRecorded { workaround: Workaround { text: text("手工结账"), at, by_name: by_name() } },
        Fact::SolutionRecorded { solution },
        Fact::SolutionChecked { check },
        Fact::MatterEnded { ended },
        Fact::DataPlanned { dispatch, plan: plan() },
        Fact::DataRecorded { dispatch, record: record() },
        Fact::DataTaken { dispatch, link: link() },
        Fact::DataHandedOver { dispatch, link: link() },
        Fact::CustodyEnded { dispatch, end },
    ]
}

pub fn position_of_fact(fact: &Fact) -> usize {
    use Fact as F;
    match fact {
        F::ClockStarted { .. } => 0,
        F::HelpAnswered { .. } => 1,
        F::MatterOpened { .. } => 2,
        F::GivenToSupportManager { .. } => 3,
        F::Consulted { .. } => 4,
        F::Escalated { .. } => 5,
        F::EscalationAcknowledged { .. } => 6,
        F::ContactLogged { .. } => 7,
        F::WorkaroundRecorded { .. } => 8,
        F::SolutionRecorded { .. } => 9,
        F::SolutionChecked { .. } => 10,
        F::MatterEnded { .. } => 11,
        F::DataPlanned { .. } => 12,
        F::DataRecorded { .. } => 13,
        F::DataTaken { .. } => 14,
        F::DataHandedOver { .. } => 15,
        F::CustodyEnded { .. } => 16,
        fees => 17 + super::fees::position_of_fact(fees),
    }
}
