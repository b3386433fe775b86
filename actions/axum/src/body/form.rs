//! Decodes the bodies that forms and calls send: URL-encoded, multipart and JSON.

use std::convert::Infallible;

use bytes::Bytes;
use futures::stream;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use multer::Multipart;
use percent_encoding::percent_decode_str;

use super::limits::Limits;
use super::read::BodyRefusal;

/// A body, decoded as far as its content type says.
#[derive(Debug, Clone, PartialEq)]
pub enum Decoded {
    /// No body at all.
    Empty,
    /// The fields of a form in the order they were sent.
    Form(Vec<Field>),
    /// One JSON text, not nested deeper than allowed; not yet known to be valid.
    Json(String),
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What was typed, chosen or attached.
    pub value: FieldValue,
}

/// The value of one field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// Text, its line ends already LF.
    Text(String),
    /// A file; an empty file input sends one without name and bytes.
    File {
        /// The name the visitor's system gave it, without folders.
        name: String,
        /// What the browser says it is.
        content_type: String,
        /// Its bytes.
        bytes: Bytes,
    },
}

/// Decodes a body by its content type.
///
/// # Errors
///
/// When it has another content type, is compressed, does not hold what its type says, or exceeds a limit.
pub async fn decode(
    headers: &HeaderMap,
    body: Bytes,
    limits: &Limits,
) -> Result<Decoded, BodyRefusal> {
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(BodyRefusal::UnknownType);
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let content_type = types
        .next()
        .map(|value| value.to_str().map_err(|_| BodyRefusal::UnknownType));
    if types.next().is_some() {
        return Err(BodyRefusal::Malformed);
    }
    let Some(content_type) = content_type.transpose()? else {
        return if body.is_empty() {
            Ok(Decoded::Empty)
        } else {
            Err(BodyRefusal::UnknownType)
        };
    };
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        urlencoded(&body, limits).map(Decoded::Form)
    } else if essence.eq_ignore_ascii_case("multipart/form-data") {
        let boundary = multer::parse_boundary(content_type).map_err(|_| BodyRefusal::Malformed)?;
        multipart(body, boundary, limits).await.map(Decoded::Form)
    } else if essence.eq_ignore_ascii_case("application/json") {
        json(&body, limits).map(Decoded::Json)
    } else {
        Err(BodyRefusal::UnknownType)
    }
}

fn urlencoded(body: &[u8], limits: &Limits) -> Result<Vec<Field>, BodyRefusal> {
    let text = std::str::from_utf8(body).map_err(|_| BodyRefusal::Malformed)?;
    let mut fields = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = FieldValue::Text(unix_lines(unescape(value)?));
        push(
            &mut fields,
            Field {
                name: unescape(name)?,
                value,
            },
            limits,
        )?;
    }
    Ok(fields)
}

fn unescape(text: &str) -> Result<String, BodyRefusal> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced)
        .decode_utf8()
        .map_err(|_| BodyRefusal::Malformed)?;
    Ok(decoded.into_owned())
}

async fn multipart(
    body: Bytes,
    boundary: String,
    limits: &Limits,
) -> Result<Vec<Field>, BodyRefusal> {
    let mut parts = Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let mut fields = Vec::new();
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|_| BodyRefusal::Malformed)?
    {
        let Some(name) = part.name().map(str::to_owned) else {
            return Err(BodyRefusal::Malformed);
        };
        let file_name = part.file_name().map(base_name);
        let content_type = part
            .content_type()
            .map_or_else(String::new, ToString::to_string);
        let bytes = part.bytes().await.map_err(|_| BodyRefusal::Malformed)?;
        let value = match file_name {
            Some(name) => FieldValue::File {
                name,
                content_type,
                bytes,
            },
            None => {
                let text = String::from_utf8(bytes.into()).map_err(|_| BodyRefusal::Malformed)?;
                FieldValue::Text(unix_lines(text))
            }
        };
        push(&mut fields, Field { name, value }, limits)?;
    }
    Ok(fields)
}

fn push(fields: &mut Vec<Field>, field: Field, limits: &Limits) -> Result<(), BodyRefusal> {
    if fields.len() >= limits.fields || field.name.len() > limits.name {
        return Err(BodyRefusal::TooLarge);
    }
    // No browser sends it, and neither HTML nor many a database can hold it.
    let has_null = |text: &str| text.contains('\0');
    if has_null(&field.name) || matches!(&field.value, FieldValue::Text(text) if has_null(text)) {
        return Err(BodyRefusal::Malformed);
    }
    fields.push(field);
    Ok(())
}

/// Browsers send line ends as CRLF; lengths, validation and stores count LF.
fn unix_lines(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text
    }
}

fn base_name(path: &str) -> String {
    path.rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn json(body: &[u8], limits: &Limits) -> Result<String, BodyRefusal> {
    let text = std::str::from_utf8(body).map_err(|_| BodyRefusal::Malformed)?;
    if deepest(text.as_bytes()) > limits.depth {
        return Err(BodyRefusal::TooLarge);
    }
    Ok(text.to_owned())
}

/// How deep arrays and objects nest, without parsing: brackets inside strings do not count.
fn deepest(text: &[u8]) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for &byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                most = most.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}
