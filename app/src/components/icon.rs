//! The app's small drawings: lines on a grid of 24, drawn for this project.

use leptos::prelude::*;

/// A drawing beside or in place of a word. It never carries meaning alone: its button is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Attach,
    Back,
    Bold,
    Boxes,
    Bullets,
    Calendar,
    Camera,
    Close,
    Collapse,
    Expand,
    Eye,
    EyeClosed,
    Heading,
    Italic,
    Link,
    Lock,
    Microphone,
    Numbers,
    Pen,
    Photo,
    Play,
    Quote,
    Settings,
    Silent,
    Spark,
    Template,
    Trash,
    Warning,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Attach => {
                "M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.6 1.6 0 0 1-2.2-2.2l6.9-6.9"
            }
            Self::Back => "M15 5l-7 7 7 7",
            Self::Camera => {
                "M4 8h3.5L9 5.5h6L16.5 8H20v10.5H4zM12 10a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 1 0 0-6.4z"
            }
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Collapse => "M8 5v4H4M16 5v4h4M8 19v-4H4M16 19v-4h4",
            Self::Expand => "M4 9V5h4M20 9V5h-4M4 15v4h4M20 15v4h-4",
            Self::Eye => {
                "M2.5 12C5 7.5 8.3 5.5 12 5.5S19 7.5 21.5 12C19 16.5 15.7 18.5 12 18.5S5 16.5 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6z"
            }
            Self::EyeClosed => {
                "M3 10.5c2.5 3.2 5.5 4.8 9 4.8s6.5-1.6 9-4.8M5.8 13.3L4 16M18.2 13.3L20 16M9.7 15.2L9 18.3M14.3 15.2l.7 3.1"
            }
            Self::Lock => {
                "M6 10.5h12a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 19v-7A1.5 1.5 0 0 1 6 10.5zM8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2.5"
            }
            Self::Microphone => {
                "M12 3.5a2.8 2.8 0 0 1 2.8 2.8v5a2.8 2.8 0 0 1-5.6 0v-5A2.8 2.8 0 0 1 12 3.5zM6.2 11a5.8 5.8 0 0 0 11.6 0M12 16.8v3.7M9 20.5h6"
            }
            Self::Photo => {
                "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 8.2a.8.8 0 1 0 0 1.6.8.8 0 1 0 0-1.6z"
            }
            Self::Play => "M8 5.5v13l10.5-6.5z",
            Self::Pen => {
                "M4.5 19.5l1-4.5L16 4.5a1.8 1.8 0 0 1 2.6 0l.9.9a1.8 1.8 0 0 1 0 2.6L9 18.5zM14 6.5l3.5 3.5"
            }
            Self::Settings => {
                "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 1 0 0-4.4zM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 1 0 0-4.4z"
            }
            Self::Spark => {
                "M12 3.5c.6 4.9 3.1 7.4 8 8.5-4.9 1.1-7.4 3.6-8 8.5-.6-4.9-3.1-7.4-8-8.5 4.9-1.1 7.4-3.6 8-8.5z"
            }
            Self::Trash => {
                "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.9 12.5h9.2L17.5 7M10.3 10.5v5.5M13.7 10.5v5.5"
            }
            Self::Bold => "M7.5 5h5.2a3.4 3.4 0 0 1 0 6.8H7.5zM7.5 11.8h6a3.6 3.6 0 0 1 0 7.2h-6z",
            Self::Italic => "M14.5 5h-4M13.5 19h-4M13 5l-2.5 14M14.5 5H16M8 19h1.5",
            Self::Heading => "M6.5 5v14M17.5 5v14M6.5 12h11",
            Self::Bullets => "M9.5 6.5h10M9.5 12h10M9.5 17.5h10M5 6.5h.2M5 12h.2M5 17.5h.2",
            Self::Numbers => {
                "M10.5 6.5h9M10.5 12h9M10.5 17.5h9M4.3 5.8L5.8 5v4M4.2 15.6c.3-.6.8-.9 1.4-.9.8 0 1.4.5 1.4 1.2 0 1.2-2.7 1.7-2.7 3.3h2.8"
            }
            Self::Boxes => {
                "M4 5h5v5H4zM5.2 7.5l1.1 1.2 1.9-2.4M4 14h5v5H4zM12.5 7.5h7.5M12.5 16.5h7.5"
            }
            Self::Quote => "M5 5v14M9.5 7.5h10M9.5 12h10M9.5 16.5h6.5",
            Self::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"
            }
            Self::Template => "M6 4.5h8.5L18 8v11.5H6zM14.5 4.5V8H18M9 12h6M9 15.5h4",
            Self::Silent => {
                "M6.5 16.5V11a5.5 5.5 0 0 1 8.8-4.4M17.5 10v6.5H8M10.2 19.5a2 2 0 0 0 3.6 0M4 20L20 4"
            }
            Self::Calendar => "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
            Self::Warning => "M12 4L2.8 19.5h18.4zM12 10v4.5M12 17v.2",
        }
    }

    /// The drawing itself.
    pub(crate) fn view(self) -> impl IntoView + use<> {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.path()></path>
            </svg>
        }
    }
}
