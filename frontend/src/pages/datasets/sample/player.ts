/** The time of a sample, with its video, with its sound alone, or with neither: then a clock of its own runs. */

type Listener = () => void;

const RATES = [0.25, 0.5, 1, 1.5, 2, 4];

export class Player {
  /** Seconds on the video's own time line. */
  time = 0;
  playing = false;
  /** Negative: backwards. */
  rate = 1;
  private media: HTMLMediaElement | null = null;
  private frame = 0;
  private last_ms = 0;
  private readonly listeners = new Set<Listener>();

  constructor(readonly duration: number) {}

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What shows or sounds; null: nothing does. */
  attach(media: HTMLMediaElement | null): () => void {
    this.media = media;
    if (!media) return () => undefined;
    const resume = () => {
      if (Math.abs(media.currentTime - this.time) > 0.01) media.currentTime = this.time;
    };
    const ended = () => this.pause();
    const paused = () => {
      // By the browser itself, as when the tab's sound is taken away.
      if (this.playing && this.rate > 0 && !media.ended && !media.seeking) this.pause();
    };
    media.addEventListener('loadedmetadata', resume);
    media.addEventListener('ended', ended);
    media.addEventListener('pause', paused);
    if (media.readyState > 0) resume();
    return () => {
      media.removeEventListener('loadedmetadata', resume);
      media.removeEventListener('ended', ended);
      media.removeEventListener('pause', paused);
      if (this.media === media) this.media = null;
    };
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play(this.rate < 0 ? 1 : this.rate);
  }

  play(rate = 1): void {
    this.rate = rate;
    this.playing = true;
    if (rate > 0 && this.time >= this.duration - 0.02) this.seek(0);
    if (this.media) {
      if (rate > 0) {
        this.media.playbackRate = rate;
        this.media.play().catch(() => this.pause());
      } else this.media.pause();
    }
    this.last_ms = performance.now();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(this.tick);
    this.tell();
  }

  pause(): void {
    this.playing = false;
    this.media?.pause();
    cancelAnimationFrame(this.frame);
    if (this.rate < 0) this.rate = 1;
    this.tell();
  }

  seek(at_s: number): void {
    this.time = Math.min(this.duration, Math.max(0, at_s));
    if (this.media && this.media.readyState > 0) this.media.currentTime = this.time;
    this.tell();
  }

  /** By frames of the video; the picture stands still then. */
  step(frames: number, fps: number): void {
    if (this.playing) this.pause();
    const rate = fps > 0 ? fps : 25;
    // A little into the frame: exactly at its edge a browser may show the one before.
    this.seek((Math.floor(this.time * rate + 0.01) + frames) / rate + 0.001);
  }

  /** As L (forwards) and J (backwards) do it: again is faster, the other way is slower. */
  shuttle(direction: 1 | -1): void {
    if (!this.playing || Math.sign(this.rate) !== direction) this.play(direction);
    else this.play(direction * Math.min(4, Math.abs(this.rate) * 2));
  }

  /** To the next speed, up or down. */
  setRate(rate: number): void {
    const known = RATES.includes(rate) ? rate : 1;
    if (this.playing) this.play(known);
    else {
      this.rate = known;
      this.tell();
    }
  }

  stop(): void {
    this.pause();
    this.listeners.clear();
  }

  private tick = (now_ms: number): void => {
    if (!this.playing) return;
    const passed_s = Math.max(0, now_ms - this.last_ms) / 1000;
    this.last_ms = now_ms;
    if (this.media && this.rate > 0) this.time = this.media.currentTime;
    else {
      const to = this.time + passed_s * this.rate;
      if (to <= 0 || to >= this.duration) {
        this.seek(to);
        this.pause();
        return;
      }
      this.time = to;
      if (this.media && !this.media.seeking) this.media.currentTime = to;
    }
    this.tell();
    this.frame = requestAnimationFrame(this.tick);
  };

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
