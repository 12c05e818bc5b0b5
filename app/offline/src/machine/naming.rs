//! What a device is called: by its browser and its system, as whoever holds it would say it.

/// What tells browsers apart in `navigator.userAgentData.brands`, and what people call them. The first that fits counts.
const BRANDS: [(&str, &str); 8] = [
    ("Microsoft Edge", "Edge"),
    ("Opera", "Opera"),
    ("Samsung Internet", "Samsung Internet"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Google Chrome", "Chrome"),
    ("Android WebView", "WebView"),
    ("HeadlessChrome", "Chrome"),
    ("Chromium", "Chromium"),
];

/// What tells browsers apart in a user agent. The first that fits counts: nearly all of them also claim to be Chrome or
/// Safari.
const AGENTS: [(&str, &str); 17] = [
    ("MicroMessenger/", "WeChat"),
    ("DingTalk/", "DingTalk"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MiuiBrowser/", "Mi Browser"),
    ("UCBrowser/", "UC Browser"),
    ("MQQBrowser/", "QQ Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// What tells systems apart in a user agent. Android says Linux too, and an iPhone that it is like Mac OS.
const SYSTEMS: [(&str, &str); 9] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPad", "iPadOS"),
    ("iPhone", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Such as `Chrome · Android`; empty when nothing is known. `brands` and `platform` are those of
/// `navigator.userAgentData`, empty where there is none.
#[must_use]
pub fn of(brands: &[String], platform: &str, agent: &str) -> String {
    let known = |(sign, name): (&str, &'static str)| brands.iter().any(|brand| brand == sign).then_some(name);
    let named = |(sign, name): (&str, &'static str)| agent.contains(sign).then_some(name);
    let browser = BRANDS.into_iter().find_map(known).or_else(|| AGENTS.into_iter().find_map(named));
    let system = match platform {
        "" | "Unknown" => SYSTEMS.into_iter().find_map(named),
        "Chrome OS" | "Chromium OS" => Some("ChromeOS"),
        other => Some(other),
    };
    [browser, system].into_iter().flatten().collect::<Vec<&str>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_browser_that_names_itself_is_taken_at_its_word() {
        let brands = ["Not/A)Brand", "Chromium", "Google Chrome"].map(str::to_owned);
        assert_eq!(of(&brands, "Android", "Mozilla/5.0 (Linux; Android 10; K)"), "Chrome · Android");
        let brands = ["Chromium", "Microsoft Edge"].map(str::to_owned);
        assert_eq!(of(&brands, "Windows", ""), "Edge · Windows");
        assert_eq!(of(&["Chromium".to_owned()], "Chrome OS", ""), "Chromium · ChromeOS");
    }

    #[test]
    fn others_are_told_by_their_user_agent() {
        let said = [
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1",
                "Safari · iPadOS",
            ),
            ("Mozilla/5.0 (Android 14; Tablet; rv:131.0) Gecko/131.0 Firefox/131.0", "Firefox · Android"),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome · Linux",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12; HarmonyOS; MRX-W09) AppleWebKit/537.36 Chrome/114.0 HuaweiBrowser/15.0 Safari/537.36",
                "Huawei Browser · HarmonyOS",
            ),
            ("something else", ""),
        ];
        for (agent, name) in said {
            assert_eq!(of(&[], "", agent), name, "{agent}");
        }
    }
}
