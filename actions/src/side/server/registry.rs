//! All actions of the program by id.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use futures::future::BoxFuture;
use limosa_router::server::RequestContext;

use super::body::ActionBody;
use super::prepare::{PreparedCall, RawCall, Refusal, prepare};
use crate::form::{FieldInfo, Form};
use crate::options::ActionOptions;

type Prepare =
    fn(RawCall, Arc<RequestContext>) -> BoxFuture<'static, Result<PreparedCall, Box<Refusal>>>;

/// One action of the program, submitted by `#[action]`.
#[derive(Debug, Clone, Copy)]
pub struct ActionRegistration {
    /// The id on the wire.
    pub id: &'static str,
    /// The name of the function.
    pub name: &'static str,
    /// The module it is in.
    pub module: &'static str,
    /// Settings from `#[action(..)]`.
    pub options: ActionOptions,
    /// The fields of its form.
    pub fields: fn() -> Vec<FieldInfo>,
    prepare: Prepare,
}

impl ActionRegistration {
    /// The registration of an action.
    #[must_use]
    pub const fn new<M: ActionBody>(module: &'static str) -> Self {
        Self {
            id: M::ID,
            name: M::NAME,
            module,
            options: M::OPTIONS,
            fields: <M::Form as Form>::fields,
            prepare: prepare::<M>,
        }
    }

    /// Takes a call through all steps but the body: shape (400), guards (their status), validation (422).
    ///
    /// # Errors
    /// What to answer instead of running the body.
    pub async fn prepare(
        &self,
        call: RawCall,
        request: Arc<RequestContext>,
    ) -> Result<PreparedCall, Box<Refusal>> {
        (self.prepare)(call, request).await
    }
}

inventory::collect!(ActionRegistration);

static ACTIONS: LazyLock<HashMap<&'static str, &'static ActionRegistration>> =
    LazyLock::new(|| {
        let mut actions = HashMap::new();
        for action in inventory::iter::<ActionRegistration> {
            if action.options.client {
                continue;
            }
            if let Some(other) = actions.insert(action.id, action) {
                panic!(
                    "the actions `{}::{}` and `{}::{}` have the same id {}",
                    other.module, other.name, action.module, action.name, action.id
                );
            }
        }
        actions
    });

/// The action with an id.
#[must_use]
pub fn find_action(id: &str) -> Option<&'static ActionRegistration> {
    ACTIONS.get(id).copied()
}

/// All actions that have an address, in no order.
pub fn actions() -> impl Iterator<Item = &'static ActionRegistration> {
    ACTIONS.values().copied()
}

/// Reads the registry, at the start of a server; gives the number of actions.
///
/// # Panics
/// If two actions have the same id; both are named.
pub fn check_registrations() -> usize {
    ACTIONS.len()
}
