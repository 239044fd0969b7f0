//! Lines and columns of offsets in a text. Not for judging: the pipeline has its own, which these agree with.

/// Where the lines of a text start.
pub struct Places<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Places<'t> {
    /// Lines end at `\n`, `\r\n` and `\r`, as in Python.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len())
            .filter(|&at| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
        Places { text, starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect() }
    }

    /// Line and column of an offset, both from 1; columns count Unicode code points.
    pub fn of(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        (line, 1 + self.text.get(start..offset).map_or(0, |before| before.chars().count()))
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn lines_end_as_in_python_and_columns_count_code_points() {
        let text = "a\r\nü漢x\rz\n";
        let places = Places::new(text);
        let at = |part: &str| places.of(text.find(part).expect(part));
        assert_eq!((at("a"), at("ü"), at("x"), at("z")), ((1, 1), (2, 1), (2, 3), (3, 1)));
        assert_eq!(places.of(text.len()), (4, 1));
        assert_eq!(Places::new("").of(0), (1, 1));
    }
}
