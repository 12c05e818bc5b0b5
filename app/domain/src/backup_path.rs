//! Where a backup goes before anything is touched (ONS-12).

/// The folder every backup lies under.
pub const BACKUP_FOLDER: &str = "UFDATABAK";

/// Proposes the folder for today's backup: drive, `UFDATABAK`, initials and date as `WL20020828`.
///
/// `drive` is the last drive of the customer's machine as a letter, with or without its colon; `date` is `YYYYMMDD`
/// in the centre's zone. Each account set gets a folder of its own below: see [`account_set_folder`].
#[must_use]
pub fn propose(drive: &str, initials: &str, date: &str) -> String {
    let letter = drive.trim().trim_end_matches(['\\', '/', ':']);
    let letter = if letter.is_empty() { "D" } else { letter };
    format!("{}:\\{BACKUP_FOLDER}\\{}{date}", letter.to_uppercase(), initials.to_uppercase())
}

/// The folder of one account set inside a backup.
#[must_use]
pub fn account_set_folder(path: &str, account_set: &str) -> String {
    format!("{}\\{}", path.trim_end_matches('\\'), account_set.trim())
}

/// Whether somebody finds the backup by it later: nothing that counts from where one happens to be. The name of a disk
/// that is carried around will do.
#[must_use]
pub fn is_findable(path: &str) -> bool {
    let path = path.trim();
    !path.is_empty() && !path.split(['\\', '/']).any(|part| matches!(part.trim(), "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_counts_from_somewhere_else_is_not_found_again() {
        for path in ["E:\\UFDATABAK\\WL20261123", "\\\\server\\bak", "/var/backup", "财务部的移动硬盘", "D:"] {
            assert!(is_findable(path), "{path}");
        }
        for path in ["", " ", "..\\x", "../x", "E:\\a\\..\\b", "./x", "."] {
            assert!(!is_findable(path), "{path}");
        }
    }

    #[test]
    fn the_path_names_drive_engineer_and_day() {
        assert_eq!(propose("e", "wl", "20020828"), "E:\\UFDATABAK\\WL20020828");
        assert_eq!(propose("F:\\", "cxd", "20261123"), "F:\\UFDATABAK\\CXD20261123");
        assert_eq!(propose("", "wl", "20261123"), "D:\\UFDATABAK\\WL20261123");
        assert_eq!(account_set_folder("E:\\UFDATABAK\\WL20020828", "001"), "E:\\UFDATABAK\\WL20020828\\001");
    }
}
