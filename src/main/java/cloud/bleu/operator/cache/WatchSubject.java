package cloud.bleu.operator.cache;

import org.jspecify.annotations.Nullable;

/**
 * What is watched, for people.
 *
 * @param name of the kind, as {@code reports.openreports.io}
 * @param without what does not happen while it is not watched; null: nothing is said of that
 * @param remedy what to do where this account has no right, or the cluster no such kind; null: the
 *     answer of the API server says enough
 * @param isSaid whether the log says that it cannot be watched; if not, somebody else does
 */
public record WatchSubject(
    String name, @Nullable String without, @Nullable String remedy, boolean isSaid) {

  /** A subject of which the log says no more than its name. */
  public static WatchSubject of(String name) {
    return new WatchSubject(name, null, null, true);
  }

  /** A subject with what does not happen while it is not watched, and what to do about that. */
  public static WatchSubject of(String name, String without, @Nullable String remedy) {
    return new WatchSubject(name, without, remedy, true);
  }

  /** A subject whose faults somebody else reports. */
  public static WatchSubject unsaid(String name) {
    return new WatchSubject(name, null, null, false);
  }

  /**
   * That it cannot be watched, as a line of the log.
   *
   * @param isOneOfMany whether the line stands for all that find the same
   */
  String line(WatchFault fault, boolean isOneOfMany) {
    boolean isLacking = fault.isForbidden() || fault.isNotServed();
    StringBuilder line = new StringBuilder();
    line.append(fault.isNotServed() ? "the cluster does not serve " : "cannot watch ").append(name);
    if (isOneOfMany && !isLacking) {
      line.append(", nor what else finds the same");
    }
    if (without != null) {
      line.append(": ").append(without);
    }
    line.append(", trying again: ").append(fault.words());
    if (isLacking && remedy != null) {
      line.append("; ").append(remedy);
    }
    return line.toString();
  }
}
