// <relative-time><time datetime="…">4 November 2026, 14:03</time></relative-time> reads "3 hours ago" while it is recent;
// with data-due it reads "Sunday 14:00", since a promise is kept by the clock.
const STEPS = [["minute", 60], ["hour", 3600], ["day", 86400], ["week", 604800]];
const MONTH = 30 * 86400;
const language = document.documentElement.lang || undefined;
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const thisYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const anyYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const weekday = new Intl.DateTimeFormat(language, { weekday: "long", hour: "numeric", minute: "2-digit" });
const shown = new Set();
let clock;

function words(then, now) {
  const seconds = (then - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance >= MONTH) return (then.getFullYear() === now.getFullYear() ? thisYear : anyYear).format(then);
  if (distance < 45) return relative.format(0, "second");
  const [unit, size] = STEPS.findLast(([, size]) => distance >= size * 0.95) ?? STEPS[0];
  return relative.format(Math.round(seconds / size), unit);
}

class RelativeTime extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    if (!this.time || Number.isNaN(Date.parse(this.time.dateTime))) return;
    this.time.title ||= this.time.textContent;
    this.show();
    shown.add(this);
    clock ??= setInterval(() => document.hidden || shown.forEach((element) => element.show()), 60_000);
  }

  disconnectedCallback() {
    shown.delete(this);
  }

  show() {
    const now = new Date();
    const then = new Date(this.time.dateTime);
    const isNear = Math.abs(then - now) < 6 * 86400_000;
    this.time.textContent = "due" in this.dataset && isNear ? weekday.format(then) : words(then, now);
  }
}

customElements.define("relative-time", RelativeTime);
