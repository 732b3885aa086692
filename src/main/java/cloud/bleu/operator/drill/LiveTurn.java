package cloud.bleu.operator.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.drill.LiveDrill;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.zone.DrilledZones;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to move replicas: only one live drill of a cluster does. It counts what the
 * statuses say, and what this process has written and the cache does not have yet.
 */
public final class LiveTurn {

  private final Supplier<List<ResilienceDrill>> drills;

  /** The drill that this process had begin last, until the list shows that run; null: none. */
  private @Nullable ResilienceDrill begun;

  /** The instant at which it began. */
  private @Nullable Instant at;

  /**
   * @param drills that there are
   */
  public LiveTurn(Supplier<List<ResilienceDrill>> drills) {
    this.drills = drills;
  }

  /**
   * The name of a live drill that is under way beside one; null: none. Of a drill that has begun
   * itself, only one that began before it: where an answer was lost, two may have begun.
   */
  public @Nullable String other(ResilienceDrill drill) {
    List<ResilienceDrill> listed =
        drills.get().stream().filter(d -> d.getMetadata().getDeletionTimestamp() == null).toList();
    ResilienceDrill own = begun;
    if (own != null && !isAwaited(own, listed)) {
      begun = null;
      at = null;
      own = null;
    }
    Live live = LiveDrill.running(drill);
    if (own != null && live == null && !same(own, drill)) {
      return own.getMetadata().getName();
    }
    return listed.stream()
        .filter(d -> !same(d, drill) && LiveDrill.running(d) != null)
        .filter(d -> live == null || DrilledZones.FIRST.compare(d, drill) < 0)
        .map(d -> d.getMetadata().getName())
        .sorted()
        .findFirst()
        .orElse(null);
  }

  /** Whether a drill is there, and shows neither the run that was begun nor a later one. */
  private boolean isAwaited(ResilienceDrill own, List<ResilienceDrill> listed) {
    ResilienceDrill shown = listed.stream().filter(d -> same(d, own)).findFirst().orElse(null);
    return shown != null && !shows(shown.getStatus());
  }

  private boolean shows(@Nullable ResilienceDrillStatus status) {
    if (status == null) {
      return false;
    }
    Stream<String> runs = status.history().stream().map(ResilienceDrillStatus.Run::at);
    Live live = status.live();
    return Stream.concat(runs, live == null ? Stream.of() : Stream.of(live.began()))
        .map(InstantText::parse)
        .anyMatch(one -> one != null && at != null && !one.isBefore(at));
  }

  private static boolean same(ResilienceDrill one, ResilienceDrill other) {
    return DrillRuns.uid(one).equals(DrillRuns.uid(other));
  }

  /** Says that a live run is in the status of a drill. */
  public void begun(ResilienceDrill drill, Live live) {
    begun = drill;
    at = InstantText.parse(live.began());
  }
}
