package io.millrace.relay.access;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.Optional;

/**
 * What one asker may do and see. Without a plant all plants are seen; with one, nothing of others.
 *
 * @param name who asks, for messages
 */
public record Rights(String name, Role role, Optional<String> plant) {
  /** The owner of the relay's files, over its local socket. */
  public static final Rights OWNER = new Rights("owner", Role.ADMIN, Optional.empty());

  /**
   * Whoever sits at the relay's computer, over the page's own port: may decide cases, but letting
   * agents and people in stays with the command line and with tokens.
   */
  public static final Rights THIS_COMPUTER =
      new Rights("this computer", Role.OPERATOR, Optional.empty());

  /**
   * ACCESS_DENIED unless the role suffices; {@code act} says what was asked, as "to close cases".
   */
  public void require(Role needed, String act) {
    if (role.compareTo(needed) < 0) {
      throw new MillraceException(
          ErrorCode.ACCESS_DENIED,
          "%s is %s; %s takes %s".formatted(name, role.text(), act, needed.text()));
    }
  }

  /** ACCESS_DENIED for somebody who sees one plant only. */
  public void requireAllPlants(String act) {
    plant.ifPresent(
        own -> {
          throw new MillraceException(
              ErrorCode.ACCESS_DENIED,
              "%s sees plant %s only; %s takes a token without a plant".formatted(name, own, act));
        });
  }

  /** Whether what belongs to that plant may be seen; what belongs to none is for all-plant eyes. */
  public boolean sees(String owner) {
    return plant.isEmpty() || plant.get().equals(owner);
  }
}
