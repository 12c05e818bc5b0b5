//! Problems as a service centre meets them, from `data/cases.csv`.

use anyhow::{Context, Result};
use domain::{
    customer::Product,
    request::{Channel, Urgency},
    visit::{Finding, ProblemType},
};
use serde::Deserialize;

const TABLE: &str = include_str!("../data/cases.csv");

/// The category that is never dispatched (HOT-7).
pub(crate) const PASSWORD: &str = "password";

/// A problem with what solves it.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub product: String,
    pub version: String,
    /// Stable word of the catalogue.
    pub category: &'static str,
    pub symptom: String,
    pub cause: String,
    pub solution: String,
    pub prevention: String,
    pub channel: Channel,
}

/// A row of `cases.csv`.
#[derive(Deserialize)]
struct Row {
    product: String,
    version: String,
    category: String,
    symptom: String,
    cause: String,
    solution: String,
    prevention: String,
    channel: String,
}

const CATEGORIES: [(&str, &str); 17] = [
    ("登录故障", "login_failure"),
    ("应用故障", "application_failure"),
    ("安装培训", "installation_training"),
    ("补丁安装", "patch"),
    ("数据迁移", "data_migration"),
    ("结账服务", "period_closing"),
    ("报表制作", "report_making"),
    ("专用套打调试", "form_printing"),
    ("年度结转", "year_carry_over"),
    ("升级服务", "upgrade"),
    ("硬件故障", "hardware_failure"),
    ("系统迁移", "system_migration"),
    ("数据矫正", "data_correction"),
    ("政策调整", "policy_change"),
    ("发票制作", "invoice_making"),
    ("产品质量", "product_quality"),
    ("密码", PASSWORD),
];

/// All problems of the table, in its order.
pub(crate) fn problems() -> Vec<Problem> {
    rows().unwrap_or_default().into_iter().map(problem).collect()
}

fn rows() -> Result<Vec<Row>> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().context("cases.csv")
}

fn problem(row: Row) -> Problem {
    let Row { product, version, category, symptom, cause, solution, prevention, channel } = row;
    let category = CATEGORIES.iter().find(|(chinese, _)| *chinese == category);
    Problem {
        product,
        version,
        category: category.map_or("application_failure", |(_, word)| word),
        symptom,
        cause,
        solution,
        prevention,
        channel: match channel.as_str() {
            "来访" => Channel::Visit,
            "E-mail" => Channel::Email,
            _ => Channel::Phone,
        },
    }
}

impl Problem {
    /// Salaries that are wrong and auditors who wait go first (HOT-6).
    pub(crate) fn urgency(&self) -> Urgency {
        if self.product == "U8 薪资" {
            Urgency::Payroll
        } else if self.symptom.contains("审计") {
            Urgency::Audit
        } else {
            Urgency::Normal
        }
    }

    pub(crate) fn problem_type(&self) -> ProblemType {
        match self.category {
            "product_quality" => ProblemType::Quality,
            "policy_change" | "report_making" | "upgrade" => ProblemType::Requirement,
            "hardware_failure" | "system_migration" => ProblemType::Other,
            _ => ProblemType::Usage,
        }
    }

    /// What the engineer writes into the form when it is solved.
    pub(crate) fn finding(&self) -> Finding {
        Finding {
            problem_type: Some(self.problem_type()),
            cause: self.cause.clone(),
            solution: self.solution.clone(),
            prevention: self.prevention.clone(),
            article: None,
        }
    }

    /// The product as the table has it, for a customer who has no such product on file.
    pub(crate) fn product(&self) -> Product {
        Product {
            name: self.product.clone(),
            version: self.version.clone(),
            dongle_number: String::new(),
            account_sets: vec!["001".to_owned()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_category_and_one_is_the_password() {
        let rows = rows().expect("the table reads");
        assert_eq!(rows.len(), 40);
        for row in &rows {
            assert!(CATEGORIES.iter().any(|(chinese, _)| *chinese == row.category), "{}", row.category);
        }
        let problems = problems();
        let count = |category: &str| problems.iter().filter(|problem| problem.category == category).count();
        assert_eq!((count(PASSWORD), count("product_quality")), (1, 2));
    }

    #[test]
    fn payroll_and_audit_go_first() {
        let urgent =
            |part: &str| problems().into_iter().find(|problem| problem.symptom.contains(part)).map(|p| p.urgency());
        assert_eq!(urgent("工资发放"), Some(Urgency::Payroll));
        assert_eq!(urgent("审计要求"), Some(Urgency::Audit));
        assert_eq!(urgent("凭证套打"), Some(Urgency::Normal));
    }
}
