//! Prints the generated route table; for a demonstration, with samples for every parameter.

use crate::demo;
use crate::house::House;
use kernel::{Failure, Fault};
use serde_json::{Value, json};
use web::{Access, RouteInfo};

const fn kind(kind: web::Kind) -> &'static str {
    match kind {
        web::Kind::Page => "page",
        web::Kind::Form => "form",
        web::Kind::Upload => "upload",
        web::Kind::Api => "api",
        web::Kind::Asset => "asset",
    }
}

/// A line a route.
pub fn text(table: &[RouteInfo]) -> String {
    let mut lines: Vec<String> = table
        .iter()
        .map(|route| {
            format!("{:7} {:55} {:10} {}", route.method.as_str(), route.path, kind(route.kind), route.name)
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

/// Everything, for the browser stories.
pub fn json(house: &House, table: &[RouteInfo]) -> Result<String, Failure> {
    let samples = demo::samples(house)?;
    let rows: Vec<Value> = table
        .iter()
        .map(|route| {
            let (access, roles) = match route.access {
                Access::Public => ("public", Vec::new()),
                Access::Signed => ("signed", Vec::new()),
                Access::Grant => ("grant", Vec::new()),
                Access::Officer(any) => ("officer", demo::roles_with(any)),
            };
            json!({
                "method": route.method.as_str(),
                "path": route.path,
                "name": route.name,
                "kind": kind(route.kind),
                "lang": route.lang.tag(),
                "access": access,
                "roles": roles,
                "command": route.command,
                "samples": samples.of(&route.path, &roles),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&rows).map_err(Fault::new)?)
}
