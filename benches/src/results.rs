//! `RESULTS.md`: a section per report, so that one report leaves those of the others as they are.

use std::fs;
use std::path::PathBuf;

/// Writes a section in the place of the one with the same heading, or at the end.
///
/// # Panics
/// If the file cannot be written.
pub fn put(heading: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
    let old = fs::read_to_string(&path).unwrap_or_default();
    fs::write(&path, replaced(&old, heading, text))
        .expect("the folder of the benches can be written to");
}

fn replaced(old: &str, heading: &str, text: &str) -> String {
    let title = format!("## {heading}\n");
    let section = format!("{title}\n{}\n", text.trim());
    let Some(start) = old.find(&title) else {
        return format!("{}\n\n{section}", old.trim_end());
    };
    let rest = &old[start + title.len()..];
    match rest.find("\n## ") {
        Some(end) => format!("{}{section}{}", &old[..start], &rest[end..]),
        None => format!("{}{section}", &old[..start]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_the_place_of_its_predecessor() {
        let old = "# Results\n\n## One\n\n1\n\n## Two\n\n2\n";
        let new = replaced(old, "One", "one");
        assert_eq!(new, "# Results\n\n## One\n\none\n\n## Two\n\n2\n");
        let new = replaced(&new, "Two", "two\n");
        assert_eq!(new, "# Results\n\n## One\n\none\n\n## Two\n\ntwo\n");
    }

    #[test]
    fn a_new_section_stands_at_the_end() {
        let new = replaced("# Results\n\n## One\n\n1\n\n", "Two", "2");
        assert_eq!(new, "# Results\n\n## One\n\n1\n\n## Two\n\n2\n");
    }
}
