package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In which zones a change has fewer replicas than the decision before, and in which it has more.
 *
 * @param gives zones with fewer
 * @param takes zones with more
 */
public record RoomChange(Set<String> gives, Set<String> takes) {
  /** The difference of a change that leaves the replicas where they are. */
  public static final RoomChange NONE = new RoomChange(Set.of(), Set.of());

  public RoomChange {
    gives = Collections.unmodifiableSet(new TreeSet<>(gives));
    takes = Collections.unmodifiableSet(new TreeSet<>(takes));
  }

  /**
   * The difference between a change and the decision before.
   *
   * @param before of any uid, null when there is none
   */
  public static RoomChange of(ProposedDecision change, @Nullable DecisionInForce before) {
    Map<String, Integer> more = new TreeMap<>();
    change.assignments().forEach(a -> more.merge(a.zone(), replicas(a), Integer::sum));
    if (before != null && before.uid().equals(change.uid())) {
      before.spec().assignments().forEach(a -> more.merge(a.zone(), -replicas(a), Integer::sum));
    }
    Set<String> gives = new TreeSet<>();
    Set<String> takes = new TreeSet<>();
    more.forEach(
        (zone, replicas) -> {
          if (replicas < 0) {
            gives.add(zone);
          } else if (replicas > 0) {
            takes.add(zone);
          }
        });
    return new RoomChange(gives, takes);
  }

  /** Whether it takes room in a zone in which another change gives some back. */
  public boolean follows(RoomChange other) {
    return !Collections.disjoint(takes, other.gives());
  }

  private static int replicas(Assignment assignment) {
    return assignment.replicas() == null ? 0 : assignment.replicas();
  }
}
