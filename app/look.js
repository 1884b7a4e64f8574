// Applies the chosen theme and language before anything is drawn. The app itself starts a moment
// later, and a white page in a dark room is what somebody who chose the dark theme wanted to avoid.
let chosen = [];
try {
  chosen = (localStorage.getItem("companion.look") ?? "").split(" ");
  const theme = ["light", "dark"].find((name) => chosen.includes(name));
  if (theme) document.documentElement.dataset.theme = theme;
  // The note that the app leaves: a journal was here. See app/src/platform/evidence.rs.
  if (localStorage.getItem("companion.journal")) document.documentElement.dataset.journal = "";
} catch {
  // A browser that refuses its storage shows the device's theme.
}

// The words in index.html are for the moment before the app, and for when it cannot start.
const wanted = [chosen.find((word) => word.startsWith("lang-"))?.slice(5) ?? [], navigator.languages].flat();
const known = ["en", "de"];
document.documentElement.lang = wanted.map((id) => id.split("-")[0]).find((id) => known.includes(id)) ?? "en";
