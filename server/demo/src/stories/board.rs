//! Today's board: who is where with whom, as a table. What happens at which minute is up to `today`.

use super::visit::Outcome::{self, MoreWanted, Partly, Solved};

/// A customer by name and its problem by a part of the symptom.
pub(crate) type Job = (&'static str, &'static str);

/// The day of one engineer.
pub(crate) struct Lane {
    /// The engineer's place among the engineers.
    pub engineer: usize,
    /// What is behind, the latest first.
    pub behind: &'static [Behind],
    pub current: Option<Current>,
    /// What is to come, in order.
    pub ahead: &'static [Ahead],
}

/// A visit that is over.
pub(crate) struct Behind {
    pub job: Job,
    pub end: End,
    pub minutes: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The form is in the office and waits for its write-off.
    Returned(Outcome),
    /// Written off the same day.
    WrittenOff,
    ByPhone,
    /// Nobody was there; the engineer has not agreed on another time yet.
    NotMet,
    /// Nobody signed; the form is still on the tablet.
    NotSigned,
    /// The second visit of a case, written off.
    SecondVisit,
}

/// What an engineer does now.
pub(crate) struct Current {
    pub job: Job,
    pub doing: Doing,
    /// Goes on at any time of the day; others only in working hours.
    pub at_any_time: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    Driving,
    /// On site, so many hundredths of the visit done.
    Working(i64),
    /// On site, waiting for help.
    WaitingForHelp,
    /// The customer has just signed.
    JustSigned,
}

/// A visit to come.
pub(crate) struct Ahead {
    pub job: Job,
    pub state: Promise,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    Offered,
    /// Offered after somebody else had refused.
    OfferedAfterRefusal,
    Confirmed,
    /// Confirmed; the customer wishes a time that the manager has not allowed.
    Wished,
    Appointed,
    /// Appointed; the customer has been told that it gets later.
    Delayed,
    /// Appointed, for a case that one visit did not solve.
    SecondVisit,
}

const fn behind(job: Job, end: End, minutes: i64) -> Behind {
    Behind { job, end, minutes }
}

const fn current(job: Job, doing: Doing, at_any_time: bool) -> Option<Current> {
    Some(Current { job, doing, at_any_time })
}

const fn ahead(job: Job, state: Promise) -> Ahead {
    Ahead { job, state }
}

/// The first engineer's day is in `today`; the ninth is in training and stands here with nothing.
pub(crate) const LANES: [Lane; 10] = [
    Lane {
        engineer: 1,
        behind: &[
            behind(("小店粮库", "存货核算"), End::Returned(Partly), 65),
            behind(("济和堂制药", "利润表"), End::WrittenOff, 95),
        ],
        current: current(("龙川纸业", "银行代发"), Doing::Working(30), true),
        ahead: &[ahead(("汾东热力站", "电子发票"), Promise::Delayed)],
    },
    Lane {
        engineer: 2,
        behind: &[
            behind(("新建路幼儿园", "新来的会计"), End::Returned(Solved), 50),
            behind(("并州印刷", "病毒加密"), End::WrittenOff, 60),
            behind(("长风口腔", "新来的会计"), End::WrittenOff, 60),
        ],
        current: current(("万柏林第三财政所", "按项目取数"), Doing::Working(62), false),
        ahead: &[
            ahead(("千峰物业", "期末结账"), Promise::Appointed),
            ahead(("西梁煤业三产", "新来的会计"), Promise::Offered),
        ],
    },
    Lane {
        engineer: 3,
        behind: &[behind(("城北换热站", "监控大屏"), End::WrittenOff, 130)],
        current: current(("尖草坪热力", "抄表数据"), Doing::Driving, true),
        ahead: &[],
    },
    Lane {
        engineer: 4,
        behind: &[
            behind(("双塔寺街办", "资产负债表"), End::NotSigned, 60),
            behind(("杏花岭税务服务所", "演示期已过"), End::WrittenOff, 75),
        ],
        current: None,
        ahead: &[
            ahead(("上兰新材料", "运行时错误"), Promise::Appointed),
            ahead(("济和堂制药", "SQL服务"), Promise::Wished),
        ],
    },
    Lane {
        engineer: 5,
        behind: &[
            behind(("兴华街药房", "凭证打印"), End::Returned(Solved), 70),
            behind(("尖草坪康宁医院", "新电脑恢复"), End::WrittenOff, 65),
        ],
        current: current(("许坦家居", "应收单据"), Doing::WaitingForHelp, true),
        ahead: &[
            ahead(("晋阳湖宾馆", "单据锁定"), Promise::Appointed),
            ahead(("晋源政务服务站", "凭证打印"), Promise::Offered),
        ],
    },
    Lane {
        engineer: 6,
        behind: &[behind(("长岭配件厂", "中间层"), End::Returned(Partly), 120)],
        current: current(("建北运输", "物料成本"), Doing::Working(45), false),
        ahead: &[ahead(("龙潭文化用品", "年结后"), Promise::Confirmed)],
    },
    Lane {
        engineer: 7,
        behind: &[behind(("河西建材", "库存现存量"), End::Returned(MoreWanted), 95)],
        current: current(("北辰轮轴", "审计要求"), Doing::Working(76), false),
        ahead: &[ahead(("锦途物流", "库存现存量"), Promise::Offered)],
    },
    Lane {
        engineer: 9,
        behind: &[behind(("和平路信用社", "固定资产原值"), End::SecondVisit, 150)],
        current: None,
        ahead: &[ahead(("清徐晋味食品", "同一张发票"), Promise::SecondVisit)],
    },
    Lane {
        engineer: 10,
        behind: &[behind(("滨河热力", "停热用户"), End::WrittenOff, 90)],
        current: current(("义井供热服务站", "换热站温度"), Doing::Working(20), true),
        ahead: &[ahead(("晋祠供热所", "重复缴费"), Promise::Appointed)],
    },
    Lane {
        engineer: 11,
        behind: &[
            behind(("阳曲黄寨农资", "凭证打印"), End::NotMet, 20),
            behind(("郝庄果蔬批发", "来电弹屏"), End::ByPhone, 20),
        ],
        current: current(("下元市场", "凭证套打"), Doing::JustSigned, true),
        ahead: &[ahead(("古交镇城粮站", "新电脑恢复"), Promise::OfferedAfterRefusal)],
    },
];
