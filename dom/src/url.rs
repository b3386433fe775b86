//! Addresses in attributes: those that would run script are refused, and names of attributes that would.

/// Whether a browser would run script when it follows this address.
///
/// Browsers strip leading control characters and blanks, and tabs and line breaks anywhere, before they read the scheme.
pub(crate) fn runs_script(url: &str) -> bool {
    if url.starts_with('/') {
        return false;
    }
    let mut scheme = url
        .trim_start_matches(|character: char| character <= ' ')
        .chars()
        .filter(|character| !matches!(character, '\t' | '\n' | '\r'))
        .map(|character| character.to_ascii_lowercase());
    "javascript:"
        .chars()
        .all(|wanted| scheme.next() == Some(wanted))
}

/// Whether an attribute of this name holds an address.
pub(crate) fn is_url(name: &str) -> bool {
    matches!(
        name,
        "href"
            | "src"
            | "action"
            | "formaction"
            | "poster"
            | "data"
            | "cite"
            | "xlink:href"
            | "ping"
    )
}

/// Whether an attribute may be written under a name that is only known at run time.
pub(crate) fn is_safe_name(name: &str) -> bool {
    let starts_event = name
        .get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("on"));
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    !name.is_empty() && !starts_event && name.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::{is_safe_name, runs_script};

    #[test]
    fn addresses_that_run_script_are_known_in_any_disguise() {
        for attack in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "  javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\r:alert(1)",
        ] {
            assert!(runs_script(attack), "{attack:?}");
        }
        for harmless in [
            "",
            "/javascript:",
            "https://example.org/?q=javascript:1",
            "javascripts:1",
            "mailto:a@b.c",
            "#",
        ] {
            assert!(!runs_script(harmless), "{harmless:?}");
        }
    }

    #[test]
    fn names_that_break_out_or_run_script_are_not_written() {
        for attack in [
            "", "onclick", "ONLOAD", "a b", "a=b", "a>", "a\"", "a/", "ä",
        ] {
            assert!(!is_safe_name(attack), "{attack:?}");
        }
        assert!(is_safe_name("data-x") && is_safe_name("xlink:href"));
    }
}
