package cloud.bleu.operator.config;

import java.time.Duration;

/**
 * How long after one look at another cluster the next begins, where nothing tells that something is
 * new there.
 *
 * @param contact whether it answers
 * @param companions whether what goes along with workloads is equal to what it is copied from
 * @param gates whether gates and policies stand there
 */
public record MemberIntervals(Duration contact, Duration companions, Duration gates) {

  /** What suits clusters over a slow line. */
  public static final MemberIntervals USUAL =
      new MemberIntervals(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(20));
}
