package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.drill.LiveDrill;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to move replicas: one live drill in a cluster. What the statuses say counts, and
 * what this process has written and the cache has not yet.
 */
public final class LiveTurn {

  private final Supplier<List<ResilienceDrill>> drills;

  /** The drill that this process had begin last, until it is over; null: none. */
  private @Nullable ResilienceDrill begun;

  /**
   * @param drills that there are
   */
  public LiveTurn(Supplier<List<ResilienceDrill>> drills) {
    this.drills = drills;
  }

  /** The name of a live drill that is under way beside one; null: none. */
  public @Nullable String other(ResilienceDrill drill) {
    String uid = DrillRuns.uid(drill);
    List<ResilienceDrill> listed = drills.get();
    ResilienceDrill own = begun;
    if (own != null && listed.stream().noneMatch(d -> same(d, own))) {
      // Deleted in the middle.
      begun = null;
    } else if (own != null && !DrillRuns.uid(own).equals(uid)) {
      return own.getMetadata().getName();
    }
    return listed.stream()
        .filter(d -> !DrillRuns.uid(d).equals(uid) && LiveDrill.running(d) != null)
        .filter(d -> own == null || !DrillRuns.uid(own).equals(DrillRuns.uid(d)))
        .map(d -> d.getMetadata().getName())
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static boolean same(ResilienceDrill one, ResilienceDrill other) {
    return DrillRuns.uid(one).equals(DrillRuns.uid(other));
  }

  /** Says that a live drill is in its status. */
  public void begun(ResilienceDrill drill) {
    begun = drill;
  }

  /** Says that a live drill is not in its status any more. */
  public void over(ResilienceDrill drill) {
    if (begun != null && same(begun, drill)) {
      begun = null;
    }
  }
}
