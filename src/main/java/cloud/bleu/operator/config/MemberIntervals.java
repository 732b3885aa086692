package cloud.bleu.operator.config;

import java.time.Duration;

/**
 * How long after one look at another cluster the next begins, where nothing tells that something is
 * new there; and how long an answer may take.
 *
 * @param contact whether it answers
 * @param companions whether what goes along with workloads is equal to what it is copied from
 * @param gates whether gates and policies stand there
 * @param patience until an answer begins, of anything but whether it answers
 */
public record MemberIntervals(
    Duration contact, Duration companions, Duration gates, Duration patience) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What suits clusters over a slow line. */
  public static final MemberIntervals USUAL =
      new MemberIntervals(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));

  /** With the usual patience. */
  public MemberIntervals(Duration contact, Duration companions, Duration gates) {
    this(contact, companions, gates, PATIENCE);
  }

  /** A copy with this patience. */
  public MemberIntervals patient(Duration longer) {
    return new MemberIntervals(contact, companions, gates, longer);
  }
}
