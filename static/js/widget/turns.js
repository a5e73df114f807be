/* One thing at a time: whatever is under way gives way to the next. What goes wrong is told. */
export class Turns {
  constructor(dialog, tell) {
    this.dialog = dialog;
    this.tell = tell;
  }

  async take(work) {
    this.stop();
    const mine = (this.current = new AbortController());
    this.dialog.toggleAttribute("data-busy", true);
    try {
      await work(mine.signal);
    } catch (error) {
      if (error.name !== "AbortError") this.tell(error.message);
    } finally {
      if (mine === this.current) this.dialog.removeAttribute("data-busy");
    }
  }

  stop() {
    this.current?.abort();
  }
}
