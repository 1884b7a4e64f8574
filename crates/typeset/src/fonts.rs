//! The fonts of a book: for laying out, and for drawing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use krilla::text::{Font, Tag};
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    FontContext, FontData, FontFamily, FontFamilyName, FontStyle, Layout, LayoutContext,
    RangedBuilder,
};

use crate::letters::Han;
use crate::{Catalogue, TypesetError};

/// What every WOFF2 file begins with. Other fonts are taken as they are.
const WOFF2: &[u8] = b"wOF2";

/// What text is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ink {
    #[default]
    Text,
    Soft,
    Accent,
    Line,
    Wash,
}

/// One instance of a font: its data by number, and its settings.
type Instance = (u64, Vec<([u8; 4], u32)>);

/// All fonts that were added.
pub(crate) struct Fonts {
    pub(crate) catalogue: Catalogue,
    context: FontContext,
    layouts: LayoutContext<Ink>,
    drawn: HashMap<Instance, Font>,
}

impl Fonts {
    /// None yet: what the computer has is not asked, so that a book looks the same everywhere.
    pub(crate) fn new(catalogue: Catalogue) -> Self {
        let options = CollectionOptions {
            shared: false,
            system_fonts: false,
        };
        Self {
            catalogue,
            context: FontContext {
                collection: Collection::new(options),
                source_cache: SourceCache::default(),
            },
            layouts: LayoutContext::new(),
            drawn: HashMap::new(),
        }
    }

    /// Adds the file of a slice.
    pub(crate) fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), TypesetError> {
        let damaged = || TypesetError::Font(path.to_owned());
        let slice = self.catalogue.find(path).ok_or_else(damaged)?;
        let data = if bytes.starts_with(WOFF2) {
            wuff::decompress_woff2(bytes).map_err(|_| damaged())?
        } else {
            bytes.to_vec()
        };
        let style = if slice.is_italic {
            FontStyle::Italic
        } else {
            FontStyle::Normal
        };
        let named = FontInfoOverride {
            family_name: Some(&slice.name),
            style: Some(style),
            ..FontInfoOverride::default()
        };
        let blob = Blob::new(Arc::new(data));
        let added = self.context.collection.register_fonts(blob, Some(named));
        if added.is_empty() {
            return Err(damaged());
        }
        Ok(())
    }

    /// Lays a text out, styled by `style`, in the fonts that its letters need.
    pub(crate) fn lay_out(
        &mut self,
        text: &str,
        style: impl FnOnce(&mut RangedBuilder<'_, Ink>),
    ) -> Layout<Ink> {
        let names = self.catalogue.names_for(text.chars(), Han::of(text));
        let names = names
            .into_iter()
            .map(|name| FontFamilyName::Named(Cow::Borrowed(name)));
        let families: Vec<FontFamilyName<'_>> = names.collect();
        let mut builder = self
            .layouts
            .ranged_builder(&mut self.context, text, 1.0, false);
        builder.push_default(FontFamily::List(Cow::Owned(families)));
        style(&mut builder);
        builder.build(text)
    }

    /// The same font as the PDF's writer has it.
    pub(crate) fn drawn(&mut self, font: &FontData, settings: &[([u8; 4], f32)]) -> Option<Font> {
        let key = settings.iter().map(|&(tag, value)| (tag, value.to_bits()));
        let instance = (font.data.id(), key.collect());
        if let Some(drawn) = self.drawn.get(&instance) {
            return Some(drawn.clone());
        }
        let (data, _) = font.data.clone().into_raw_parts();
        let settings: Vec<(Tag, f32)> = settings
            .iter()
            .map(|(tag, value)| (Tag::new(tag), *value))
            .collect();
        let drawn = Font::new_variable(data.into(), font.index, &settings)?;
        self.drawn.insert(instance, drawn.clone());
        Some(drawn)
    }
}
