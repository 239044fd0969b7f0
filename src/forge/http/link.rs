//! Reads `Link` headers: where a list goes on. Follows nothing.

/// The address of the next page in a `Link` header (RFC 8288): `<https://…?page=2>; rel="next", <…>; rel="last"`.
pub(super) fn next_page(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (address, after) = after.split_once('>')?;
        let parameters = after.split('<').next().unwrap_or_default();
        let is_next = parameters.split([';', ',']).any(|parameter| {
            let Some((name, value)) = parameter.split_once('=') else { return false };
            let value = value.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(address);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::next_page;

    #[test]
    fn the_next_page_is_found_among_others() {
        for (header, expected) in [
            (
                r#"<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last""#,
                Some("https://a/x?page=2"),
            ),
            (
                r#"<https://a/x?page=1>; rel="prev", <https://a/x?page=3>; rel="next""#,
                Some("https://a/x?page=3"),
            ),
            ("<https://a/x?q=a,b;c&page=2>;rel=next", Some("https://a/x?q=a,b;c&page=2")),
            (r#"</x?page=2>; title="t"; rel="last next""#, Some("/x?page=2")),
            (r#"<https://a/x?page=1>; rel="first", <https://a/x?page=9>; rel="last""#, None),
            (r#"<https://a/x>; title="rel=next""#, None),
            ("nothing", None),
            ("<https://a/x", None),
        ] {
            assert_eq!(next_page(header), expected, "{header}");
        }
    }
}
