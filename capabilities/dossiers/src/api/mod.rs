//! The same commands and readings as JSON.
use crate::commands::Dossiers;
use web::Routes;
/// Registers the API.
pub(crate) fn routes(routes: Routes<Dossiers>) -> Routes<Dossiers> { routes }
