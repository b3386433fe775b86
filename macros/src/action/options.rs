//! What stands in `#[action(..)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::{Error, Ident, LitStr, Result};

use crate::query::parse_duration;
use crate::remote::WireArgument;

const UNKNOWN: &str = "unknown option: there are `client`, `abort`, `timeout`, `parallel`, `latest`, `queue`, `drop`, \
                       `debounce` and `lane`";

/// The options of an action.
#[derive(Default)]
pub(super) struct Options {
    pub(super) client: bool,
    abort: bool,
    timeout: Option<u64>,
    /// The call that sets the policy.
    concurrency: Option<TokenStream>,
    lane: Option<Ident>,
}

impl Options {
    pub(super) fn parse(tokens: TokenStream) -> Result<Self> {
        let mut options = Self::default();
        let parser = syn::meta::parser(|meta| options.take(&meta));
        parser.parse2(tokens)?;
        Ok(options)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let name = meta.path.get_ident().map(ToString::to_string);
        let name = name.as_deref().unwrap_or_default();
        match name {
            "client" => self.client = true,
            "abort" => self.abort = true,
            "timeout" => self.timeout = Some(milliseconds(meta)?),
            "lane" => self.lane = Some(meta.value()?.parse()?),
            _ => return self.take_policy(name, meta),
        }
        Ok(())
    }

    fn take_policy(&mut self, name: &str, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let policy = match name {
            "debounce" => {
                let time = milliseconds(meta)?;
                quote!(.debounce(#time))
            }
            "parallel" => policy(&quote!(Parallel)),
            "latest" => policy(&quote!(Latest)),
            "queue" => policy(&quote!(Queue)),
            "drop" => policy(&quote!(Drop)),
            _ => return Err(meta.error(UNKNOWN)),
        };
        if self.concurrency.replace(policy).is_some() {
            return Err(meta.error("an action has one policy for calls that overlap"));
        }
        Ok(())
    }

    /// The lane is `action` or one of the bound arguments.
    pub(super) fn check_lane(&self, bound: &[WireArgument]) -> Result<()> {
        match &self.lane {
            Some(lane) if lane != "action" && index_of(lane, bound).is_none() => Err(Error::new(
                lane.span(),
                "a lane is `action`, for all calls, or the name of an argument before the form",
            )),
            Some(lane) if self.concurrency.is_none() => Err(Error::new(
                lane.span(),
                "a lane needs a policy for calls that overlap in it: `latest`, `queue`, `drop` or `debounce`",
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn tokens(&self, bound: &[WireArgument], previous: bool) -> TokenStream {
        let client = self.client.then(|| quote!(.client()));
        let abort = self.abort.then(|| quote!(.abort()));
        let timeout = self.timeout.map(|timeout| quote!(.timeout(#timeout)));
        let concurrency = &self.concurrency;
        let lane = self.lane.as_ref().map(|lane| match index_of(lane, bound) {
            Some(index) => quote!(.lane(::limosa::__private::actions::Lane::Argument(#index))),
            None => quote!(.lane(::limosa::__private::actions::Lane::Action)),
        });
        let previous = previous.then(|| quote!(.previous()));
        quote! {
            ::limosa::__private::actions::ActionOptions::DEFAULT
                #client #abort #timeout #concurrency #lane #previous
        }
    }
}

fn index_of(lane: &Ident, bound: &[WireArgument]) -> Option<usize> {
    bound.iter().position(|argument| argument.name == *lane)
}

fn policy(name: &TokenStream) -> TokenStream {
    quote!(.concurrency(::limosa::__private::actions::Concurrency::#name))
}

fn milliseconds(meta: &ParseNestedMeta<'_>) -> Result<u64> {
    let text: LitStr = meta.value()?.parse()?;
    let time = parse_duration(&text.value(), text.span())?;
    u64::try_from(time.as_millis()).map_err(|_| Error::new(text.span(), "too long"))
}
