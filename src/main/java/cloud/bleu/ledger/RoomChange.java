package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In which zones a change gives back room that the decision before has, and in which it takes some.
 * Neither says what a replica requests. Where the digest of what was decided on is another one, a
 * replica may request more than before, so such a change may take room wherever it has replicas.
 * That it may request less is not counted: only fewer replicas give room back.
 *
 * @param gives zones with fewer replicas
 * @param takes zones with more, or with some that may be larger; a zone may be in both
 */
record RoomChange(Set<String> gives, Set<String> takes) {
  static final RoomChange NONE = new RoomChange(Set.of(), Set.of());

  RoomChange {
    gives = Collections.unmodifiableSet(new TreeSet<>(gives));
    takes = Collections.unmodifiableSet(new TreeSet<>(takes));
  }

  /**
   * What a change makes of the decision before.
   *
   * @param before of any uid, null when there is none
   */
  static RoomChange of(Change change, @Nullable InForce before) {
    Map<String, Integer> more = new TreeMap<>();
    Set<String> takes = new TreeSet<>();
    InForce mine = before != null && before.uid().equals(change.uid()) ? before : null;
    boolean larger = mine != null && !change.digest().equals(digest(mine));
    for (Assignment a : change.assignments()) {
      more.merge(a.zone(), replicas(a), Integer::sum);
      if (larger && replicas(a) > 0) {
        takes.add(a.zone());
      }
    }
    if (mine != null) {
      mine.spec().assignments().forEach(a -> more.merge(a.zone(), -replicas(a), Integer::sum));
    }
    Set<String> gives = new TreeSet<>();
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

  private static @Nullable String digest(InForce before) {
    WorkloadPlacementSpec.Decision decision = before.spec().decision();
    return decision == null ? null : decision.digest();
  }

  /** Whether it takes room in a zone in which another change gives some back. */
  boolean follows(RoomChange other) {
    return !Collections.disjoint(takes, other.gives());
  }

  private static int replicas(Assignment assignment) {
    return assignment.replicas() == null ? 0 : assignment.replicas();
  }
}
