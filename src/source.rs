//! Stub until the real one lands.
/// S
pub struct Source {
    text: String,
}
impl Source {
    /// d
    pub fn decode(bytes: &[u8]) -> Result<Self, String> {
        Ok(Source { text: String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_string() })
    }
    /// t
    pub fn text(&self) -> &str {
        &self.text
    }
    /// e
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, String> {
        Ok(format!("\u{feff}{text}").into_bytes())
    }
}
