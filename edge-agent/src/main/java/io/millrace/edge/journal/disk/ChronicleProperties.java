package io.millrace.edge.journal.disk;

/**
 * Settings that Chronicle reads from system properties when its classes are first used: nothing is
 * sent anywhere, nothing is announced, no thread watches the disk beside ours.
 */
public final class ChronicleProperties {
  private ChronicleProperties() {}

  /** Sets them; the program calls this before anything else. Any thread, any number of times. */
  public static void set() {
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.announcer.disable", "true");
    System.setProperty("chronicle.disk.monitor.disable", "true");
    // one thread at a time is our own rule; a stream is begun by the starting thread and then
    // handed
    // to the appending one, which Chronicle would refuse
    System.setProperty("disable.single.threaded.check", "true");
  }
}
