//! Sessions, CSRF, locale, forms, errors, layout, components, route table.
