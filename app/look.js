// Applies the chosen theme before anything is drawn. The app itself starts a moment later, and a
// white page in a dark room is what somebody who chose the dark theme wanted to avoid.
try {
  const chosen = (localStorage.getItem("companion.look") ?? "").split(" ");
  const theme = ["light", "dark"].find((name) => chosen.includes(name));
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that refuses its storage shows the device's theme.
}
