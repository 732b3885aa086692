package cloud.bleu.status;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The condition {@code EgressDelivered}: present where the workload states its egress, True while
 * its NetworkPolicy says all of it. It never makes anything Stalled or not Ready.
 */
final class EgressCondition {

  /** Its type. */
  static final String TYPE = "EgressDelivered";

  private EgressCondition() {}

  /** Of a workload; null where it states no egress. */
  static @Nullable Wanted of(Observed.@Nullable Egress egress) {
    if (egress == null) {
      return null;
    }
    String others =
        egress.others().isEmpty()
            ? ""
            : "; other NetworkPolicies allow its pods more, because policies add up: "
                + String.join(", ", egress.others());
    if (egress.gaps().isEmpty()) {
      return Wanted.yes(
          TYPE,
          "AsStated",
          "the NetworkPolicy allows what is stated; it holds where the network plugin enforces it"
              + others);
    }
    TreeSet<String> messages = new TreeSet<>();
    TreeSet<String> codes = new TreeSet<>();
    for (Observed.Obstacle gap : egress.gaps()) {
      messages.add(gap.message());
      codes.add(gap.code());
    }
    return Cause.no(codes.first(), String.join("; ", messages) + others).as(TYPE);
  }
}
