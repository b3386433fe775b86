//! Late chunks: content of a `<Suspense>` that goes out after its fallback, visible at the end of the page without script,
//! moved to its place with it.

use futures::future::LocalBoxFuture;

use super::boundary::Boundary;
use super::escape;
use super::output::Output;

/// Content whose fallback has been written.
pub(crate) struct LateContent {
    pub(crate) number: u32,
    pub(crate) content: LocalBoxFuture<'static, Output>,
    pub(crate) boundary: Option<Boundary>,
}

/// A late content that is there.
pub(crate) struct Arrived {
    pub(crate) number: u32,
    pub(crate) content: Output,
    /// It raised errors: what is sent is the fallback of a boundary further out, which only a page without script shows.
    pub(crate) failed: bool,
}

impl LateContent {
    pub(crate) async fn finish(self) -> Arrived {
        let content = self.content.await;
        let fallback = self
            .boundary
            .and_then(|boundary| boundary.fallback(&content.session));
        match fallback {
            Some(fallback) => Arrived {
                number: self.number,
                content: super::resolve::settle(fallback).await,
                failed: true,
            },
            None => Arrived {
                number: self.number,
                content,
                failed: false,
            },
        }
    }
}

/// The function that puts a late chunk in its place: it removes the fallback up to its end mark and puts the content there. If
/// the browser's side has taken the place over already it renders the content itself, so the HTML is dropped.
#[must_use]
pub fn late_chunk_script() -> &'static str {
    include_str!("late.js").trim_ascii_end()
}

/// Hides fallbacks where no script will ever remove them.
pub(crate) fn fallback_style(nonce: Option<&str>) -> String {
    format!(
        "<noscript><style{}>[data-lf]{{display:none}}</style></noscript>",
        nonce_attribute(nonce)
    )
}

/// A late chunk as it is sent; the first one brings the script along.
pub(crate) fn chunk(
    number: u32,
    html: &str,
    failed: bool,
    nonce: Option<&str>,
    is_first: bool,
) -> String {
    let (open, close) = wrapper(html);
    let nonce = nonce_attribute(nonce);
    let script = if is_first { late_chunk_script() } else { "" };
    let failed = if failed { ",1" } else { "" };
    format!(
        "<div id=\"L:{number}\">{open}{html}{close}</div><script{nonce}>{script}$L({number}{failed})</script>"
    )
}

/// The attribute with the blank before it, if there is a nonce.
pub(crate) fn nonce_attribute(nonce: Option<&str>) -> String {
    let mut attribute = String::new();
    if let Some(nonce) = nonce {
        attribute.push_str(" nonce=\"");
        escape::push_attribute(&mut attribute, nonce);
        attribute.push('"');
    }
    attribute
}

/// Parts of tables and lists of options are only parsed inside their parents.
fn wrapper(html: &str) -> (&'static str, &'static str) {
    let name = html.strip_prefix('<').unwrap_or_default();
    let end = name
        .find(|character: char| !character.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    match &name[..end] {
        "tr" => ("<table><tbody data-lc>", "</tbody></table>"),
        "td" | "th" => ("<table><tbody><tr data-lc>", "</tr></tbody></table>"),
        "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => ("<table data-lc>", "</table>"),
        "col" => ("<table><colgroup data-lc>", "</colgroup></table>"),
        "option" | "optgroup" => ("<select data-lc>", "</select>"),
        _ => ("", ""),
    }
}
