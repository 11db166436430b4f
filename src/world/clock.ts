/** The world's time. It stands still until it is stepped, or runs `speed` times as fast as real time. */
export interface WorldClock {
  now(): Temporal.Instant;
  /** Runs `action` when the clock passes `instant`, in order of time. An instant already passed runs at the next movement. */
  at(instant: Temporal.Instant, action: ClockAction): () => void;
  /** Moves forward to `instant` and waits for every action on the way. Time never goes back. */
  set(instant: Temporal.Instant): Promise<void>;
  step(duration: Temporal.DurationLike): Promise<void>;
  /** World seconds per real second from now on; 0 makes it stand still. */
  run(speed: number): void;
  stop(): void;
}

export type ClockAction = () => void | Promise<void>;

interface Appointment {
  readonly at: Temporal.Instant;
  readonly action: ClockAction;
}

export function createWorldClock(start: Temporal.Instant, speed = 0): WorldClock {
  let appointments: readonly Appointment[] = [];
  let base = start;
  let startedAt = performance.now();
  let factor = speed;
  let timer: NodeJS.Timeout | undefined;
  let movement: Promise<void> = Promise.resolve();

  function now(): Temporal.Instant {
    if (factor === 0) return base;
    return base.add({ nanoseconds: Math.round((performance.now() - startedAt) * factor) * 1_000_000 });
  }

  function anchor(instant: Temporal.Instant): void {
    base = instant;
    startedAt = performance.now();
  }

  function at(instant: Temporal.Instant, action: ClockAction): () => void {
    const appointment = { at: instant, action };
    const later = appointments.findIndex((other) => Temporal.Instant.compare(other.at, instant) > 0);
    const place = later === -1 ? appointments.length : later;
    appointments = appointments.toSpliced(place, 0, appointment);
    wait();
    return () => {
      appointments = appointments.filter((other) => other !== appointment);
    };
  }

  async function passTo(instant: Temporal.Instant): Promise<void> {
    for (;;) {
      const next = appointments[0];
      if (next === undefined || Temporal.Instant.compare(next.at, instant) > 0) break;
      appointments = appointments.slice(1);
      if (Temporal.Instant.compare(next.at, now()) > 0) anchor(next.at);
      await next.action();
    }
  }

  async function move(target: (from: Temporal.Instant) => Temporal.Instant): Promise<void> {
    const moved = moveAfter(movement, target);
    // A failed action belongs to the one who moved the clock, not to the next movement.
    movement = moved.catch(() => undefined);
    await moved;
  }

  async function moveAfter(before: Promise<void>, target: (from: Temporal.Instant) => Temporal.Instant): Promise<void> {
    await before;
    const instant = target(now());
    if (Temporal.Instant.compare(instant, now()) < 0) {
      throw new RangeError(`The world's clock cannot go back to ${instant.toString()}`);
    }
    await passTo(instant);
    if (Temporal.Instant.compare(instant, now()) > 0) anchor(instant);
    wait();
  }

  function wait(): void {
    clearTimeout(timer);
    const next = appointments[0];
    if (factor === 0 || next === undefined) return;
    const worldMs = next.at.epochMilliseconds - now().epochMilliseconds;
    timer = setTimeout(catchUp, Math.min(Math.max(worldMs / factor, 0), 1_000_000));
    timer.unref();
  }

  function catchUp(): void {
    movement = movement.then(() => passTo(now())).finally(wait);
  }

  return {
    now,
    at,
    set: (instant) => move(() => instant),
    step: (duration) => move((from) => from.add(duration)),
    run(next) {
      anchor(now());
      factor = next;
      wait();
    },
    stop() {
      anchor(now());
      factor = 0;
      clearTimeout(timer);
    },
  };
}
