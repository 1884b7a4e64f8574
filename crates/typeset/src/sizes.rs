//! Measures of the page, in points of 1/72 inch.

/// A page and the column of text on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// From both sides to the text.
    pub(crate) side: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

impl Sheet {
    /// ISO 216.
    pub(crate) const A4: Self = Self::new(595.28, 841.89);
    /// ANSI.
    pub(crate) const LETTER: Self = Self::new(612.0, 792.0);

    /// The sides are as wide as leaves lines of some 70 letters.
    const fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            side: (width - MEASURE) / 2.0,
            top: 78.0,
            bottom: 84.0,
        }
    }

    /// Where the column of text ends.
    pub(crate) const fn foot(&self) -> f32 {
        self.height - self.bottom
    }
}

/// Width of the column of text.
pub(crate) const MEASURE: f32 = 396.0;
/// Size of the text.
pub(crate) const TEXT: f32 = 10.8;
/// Height of a line, in sizes of its letters.
pub(crate) const LEADING: f32 = 1.52;
/// The same for headings.
pub(crate) const TIGHT: f32 = 1.25;
/// Size of dates, marks, captions and page numbers.
pub(crate) const SMALL: f32 = 8.8;
/// How far a list or a quotation stands in.
pub(crate) const INDENT: f32 = 17.0;
/// Between two paragraphs.
pub(crate) const PARAGRAPH_GAP: f32 = 7.0;
/// Between two entries, the line between them included.
pub(crate) const ENTRY_GAP: f32 = 42.0;
/// A picture is at most as high as this part of the column.
pub(crate) const PICTURE_PART: f32 = 0.62;
/// Of a picture that is not known to be denser: pixels in a point.
pub(crate) const PIXELS_PER_POINT: f32 = 150.0 / 72.0;

/// Size of a heading by its level from 1.
pub(crate) const fn heading(level: u8) -> f32 {
    match level {
        1 => 17.0,
        2 => 14.0,
        3 => 12.2,
        _ => TEXT,
    }
}
