//! Keys of query values, and patterns that match them.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::query::{Query, QueryAll, QueryCall};
use crate::wire::to_json;

/// The key of one value: the id of a query and the JSON array of its arguments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QueryKey(String);

impl QueryKey {
    pub(crate) fn new<A: Serialize>(id: &str, arguments: &A) -> Self {
        let arguments = arguments_text(arguments);
        let mut key = String::with_capacity(id.len() + arguments.len());
        key.push_str(id);
        key.push_str(&arguments);
        Self(key)
    }

    /// The key as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes the text out.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Display for QueryKey {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The id and the argument text of a key; `None` if it has no arguments.
#[must_use]
pub fn split_key(key: &str) -> Option<(&str, &str)> {
    let start = key.find('[')?;
    key.split_at_checked(start)
}

/// Arguments as a JSON array. What serde refuses (a map whose keys are no strings) gives a text that no server accepts.
fn arguments_text<A: Serialize>(arguments: &A) -> String {
    match to_json(arguments) {
        // No arguments are the tuple `()`, which serde writes as null.
        Some(text) if text == "null" => "[]".to_owned(),
        Some(text) => text,
        None => "[!]".to_owned(),
    }
}

/// What a revalidation or a narrowing may match: one value or all values of a query.
///
/// ```
/// use limosa_router::KeyPattern;
///
/// assert!(KeyPattern::parse("abc").matches("abc[3]"));
/// assert!(!KeyPattern::parse("ab").matches("abc[3]"));
/// assert!(KeyPattern::parse("abc[3]").matches("abc[3]"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyPattern {
    /// This key only.
    Exact(String),
    /// Every key of the query with this id.
    Query(String),
}

impl KeyPattern {
    /// Reads the form in which patterns are sent: a key, or an id alone.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.contains('[') {
            Self::Exact(text.to_owned())
        } else {
            Self::Query(text.to_owned())
        }
    }

    /// The form in which it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Query(text) => text,
        }
    }

    /// Whether it covers a key.
    #[must_use]
    pub fn matches(&self, key: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == key,
            Self::Query(id) => split_key(key).is_some_and(|(of_key, _)| of_key == id),
        }
    }
}

impl Serialize for KeyPattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for KeyPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Err(de::Error::custom("an empty key pattern"));
        }
        Ok(Self::parse(&text))
    }
}

/// Things that name keys: a call, all calls of a query, lists and tuples of them, and `()` for none.
///
/// A wrong argument, and what is no query, do not compile:
///
/// ```compile_fail
/// use limosa_router::{CallError, Stale};
///
/// #[limosa_macros::query]
/// async fn product(id: u32) -> Result<u32, CallError> {
///     Ok(id)
/// }
/// let stale = Stale::keys(&product("3"));
/// ```
///
/// ```compile_fail
/// let stale = limosa_router::Stale::keys(&"product");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no query keys",
    note = "give a call as in `product(3)`, all calls of a query as in `product.all()`, or a tuple of them"
)]
pub trait Keys {
    /// Adds its patterns to a list.
    fn collect(&self, into: &mut Vec<KeyPattern>);
}

impl<M: Query> Keys for QueryCall<M> {
    fn collect(&self, into: &mut Vec<KeyPattern>) {
        into.push(KeyPattern::Exact(self.key().as_str().to_owned()));
    }
}

impl<M: Query> Keys for QueryAll<M> {
    fn collect(&self, into: &mut Vec<KeyPattern>) {
        into.push(KeyPattern::Query(M::ID.to_owned()));
    }
}

impl Keys for KeyPattern {
    fn collect(&self, into: &mut Vec<KeyPattern>) {
        into.push(self.clone());
    }
}

impl<K: Keys> Keys for Vec<K> {
    fn collect(&self, into: &mut Vec<KeyPattern>) {
        for keys in self {
            keys.collect(into);
        }
    }
}

impl<K: Keys> Keys for Option<K> {
    fn collect(&self, into: &mut Vec<KeyPattern>) {
        if let Some(keys) = self {
            keys.collect(into);
        }
    }
}

impl Keys for () {
    fn collect(&self, _: &mut Vec<KeyPattern>) {}
}

macro_rules! keys_of_tuples {
    ($($name:ident)+) => {
        impl<$($name: Keys),+> Keys for ($($name,)+) {
            fn collect(&self, into: &mut Vec<KeyPattern>) {
                #[expect(non_snake_case, reason = "the type parameters name the parts")]
                let ($($name,)+) = self;
                $($name.collect(into);)+
            }
        }
    };
}

keys_of_tuples!(A);
keys_of_tuples!(A B);
keys_of_tuples!(A B C);
keys_of_tuples!(A B C D);
keys_of_tuples!(A B C D E);
keys_of_tuples!(A B C D E F);
keys_of_tuples!(A B C D E F G);
keys_of_tuples!(A B C D E F G H);

/// What an action makes stale in the browser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stale {
    /// Everything; the mounted queries are read again in the flight.
    #[default]
    Mounted,
    /// These keys only; none if the list is empty.
    Keys(Vec<KeyPattern>),
}

impl Stale {
    /// What these keys cover.
    #[must_use]
    pub fn keys(keys: &impl Keys) -> Self {
        let mut patterns = Vec::new();
        keys.collect(&mut patterns);
        Self::Keys(patterns)
    }

    /// Whether a key becomes stale.
    #[must_use]
    pub fn covers(&self, key: &str) -> bool {
        match self {
            Self::Mounted => true,
            Self::Keys(patterns) => patterns.iter().any(|pattern| pattern.matches(key)),
        }
    }
}

impl Serialize for Stale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Mounted => serializer.serialize_none(),
            Self::Keys(patterns) => patterns.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Stale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(
            match Option::<Vec<KeyPattern>>::deserialize(deserializer)? {
                None => Self::Mounted,
                Some(patterns) => Self::Keys(patterns),
            },
        )
    }
}

/// A key that the page shows, as a submission tells the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mounted {
    /// The whole key.
    #[serde(rename = "k")]
    pub key: String,
    /// Tag of the value the browser holds.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Depth of the page that shows it: 0 is the layout.
    #[serde(rename = "d", default)]
    pub depth: u8,
}
