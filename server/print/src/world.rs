//! What a template can see: the two weights of one font, the other templates, and the value it sets.

use std::sync::LazyLock;

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// The value that is set, as a template reads it.
pub const DATA: &str = "/data.json";
/// The file that is attached, as a template reads it.
pub const ATTACHMENT: &str = "/signature-record.json";

const TEMPLATES: [(&str, &str); 4] = [
    ("/paper.typ", include_str!("../templates/paper.typ")),
    ("/list.typ", include_str!("../templates/list.typ")),
    ("/user-data.typ", include_str!("../templates/user-data.typ")),
    ("/service-request.typ", include_str!("../templates/service-request.typ")),
];

static FONTS: [&[u8]; 2] = [include_bytes!(env!("PAIDAN_FONT_REGULAR")), include_bytes!(env!("PAIDAN_FONT_BOLD"))];

/// What all sheets share; made once.
struct Common {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
    Common {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        templates: TEMPLATES.iter().map(|(path, text)| Source::new(file(path), (*text).to_owned())).collect(),
    }
});

/// # Panics
/// Never for the absolute paths of this module.
fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).unwrap_or_else(|_| unreachable!("the paths of templates are absolute"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One sheet's surroundings.
pub struct Desk {
    main: FileId,
    data: Bytes,
    attachment: Bytes,
}

impl Desk {
    /// A template by its name, the value it sets as JSON, and the file attached to the PDF.
    pub fn new(template: &str, data: Vec<u8>, attachment: Vec<u8>) -> Self {
        Self { main: file(template), data: Bytes::new(data), attachment: Bytes::new(attachment) }
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &COMMON.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &COMMON.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = COMMON.templates.iter().find(|template| template.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_with_slash() {
            DATA => Ok(self.data.clone()),
            ATTACHMENT => Ok(self.attachment.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        COMMON.fonts.get(index).cloned()
    }

    /// Every instant on a sheet comes with its value.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
