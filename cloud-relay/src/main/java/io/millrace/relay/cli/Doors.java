package io.millrace.relay.cli;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.config.RelayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Finds who answers. */
final class Doors {
  private static final String SOCKET = "relay.sock";
  private static final String DATABASE = "relay.db";

  private Doors() {}

  /**
   * Asks the running relay; when none runs, the files under its lock. NOT_RUNNING when there is
   * nothing to ask: no relay, and none ever ran on the data folder.
   */
  static <T> T ask(RelayCommand relay, Function<Door, T> question) {
    Path data = RelayConfig.dataOf(relay.file());
    try (Door door = RunningRelay.open(data.resolve(SOCKET))) {
      return question.apply(door);
    } catch (MillraceException e) {
      if (e.code() != ErrorCode.NOT_RUNNING) {
        throw e;
      }
    }
    if (!Files.exists(data.resolve(DATABASE))) {
      throw new MillraceException(ErrorCode.NOT_RUNNING, "no relay ever ran on " + data);
    }
    return askFiles(relay, question);
  }

  /** As above, but makes the database when there is none. */
  static <T> T askOrBegin(RelayCommand relay, Function<Door, T> question) {
    Path data = RelayConfig.dataOf(relay.file());
    try (Door door = RunningRelay.open(data.resolve(SOCKET))) {
      return question.apply(door);
    } catch (MillraceException e) {
      if (e.code() != ErrorCode.NOT_RUNNING) {
        throw e;
      }
    }
    return askFiles(relay, question);
  }

  /** DATA_IN_USE, at once, when a relay runs on the data folder and answers. */
  static void requireNoRelay(RelayCommand relay) {
    Path data = RelayConfig.dataOf(relay.file());
    try (Door door = RunningRelay.open(data.resolve(SOCKET))) {
      door.status();
    } catch (MillraceException e) {
      return; // if one holds the folder all the same, starting says so
    }
    throw new MillraceException(ErrorCode.DATA_IN_USE, "a relay runs on " + data);
  }

  private static <T> T askFiles(RelayCommand relay, Function<Door, T> question) {
    try (Door door = StoppedRelay.open(relay.config(), relay.clock())) {
      return question.apply(door);
    } catch (MillraceException e) {
      if (e.code() != ErrorCode.DATA_IN_USE) {
        throw e;
      }
      return askStarted(relay, question, e);
    }
  }

  /** A relay that was starting may answer by now. */
  private static <T> T askStarted(
      RelayCommand relay, Function<Door, T> question, MillraceException held) {
    Path socket = RelayConfig.dataOf(relay.file()).resolve(SOCKET);
    try (Door door = RunningRelay.open(socket)) {
      return question.apply(door);
    } catch (MillraceException e) {
      throw e.code() == ErrorCode.NOT_RUNNING ? held : e;
    }
  }
}
