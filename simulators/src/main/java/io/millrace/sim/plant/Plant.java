package io.millrace.sim.plant;

import io.millrace.base.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/** A line of presses, press-1 to press-n. One owner thread. */
public final class Plant {
  private final List<Press> presses;

  /** Begins at the clock's present time. */
  public Plant(PlantSettings settings, Clock clock) {
    this.presses =
        IntStream.rangeClosed(1, settings.presses())
            .mapToObj(number -> new Press(number, settings, clock))
            .toList();
  }

  public List<Press> presses() {
    return presses;
  }

  /** What was really made by now, per press. */
  public List<PressTruth> truth() {
    return presses.stream().map(Press::truth).toList();
  }

  /** Stops every press. */
  public void stop() {
    presses.forEach(Press::stop);
  }

  /** Lets every press run. */
  public void run() {
    presses.forEach(Press::run);
  }
}
