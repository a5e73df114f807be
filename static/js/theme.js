// Runs before the first paint, so that the page never blinks from one theme to the other.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* Storage is closed to us: the system's theme it is. */ }
