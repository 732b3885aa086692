package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.placement.model.ZoneState;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The zones that a live drill takes now. They are reached and work, so they are drained and not
 * lost: what runs there moves as the evacuation plan says, and stays until its successor is ready.
 */
public final class DrilledZones {

  /** The phase of a live run in which its zones are left. */
  public static final String MOVING = "Moving";

  private final Set<String> names;

  private DrilledZones(Set<String> names) {
    this.names = names;
  }

  /**
   * Those of the one live run that is moving. Of several only the first counts, by the instant at
   * which it began: no two losses are ever tried at once. One whose object is being deleted does
   * not count any more.
   */
  public static DrilledZones of(List<ResilienceDrill> drills) {
    return new DrilledZones(
        drills.stream()
            .filter(drill -> drill.getMetadata().getDeletionTimestamp() == null)
            .map(DrilledZones::moving)
            .filter(Objects::nonNull)
            .min(Comparator.comparing((Live live) -> String.valueOf(live.began())))
            .map(live -> Set.copyOf(live.zones()))
            .orElse(Set.of()));
  }

  private static @Nullable Live moving(ResilienceDrill drill) {
    Live live = drill.getStatus() == null ? null : drill.getStatus().live();
    return live != null && MOVING.equals(live.phase()) ? live : null;
  }

  /** The state of a zone, with what a drill makes of it. */
  ZoneState during(String zone, ZoneState state) {
    return names.contains(zone) ? state.worse(ZoneState.Drained) : state;
  }
}
