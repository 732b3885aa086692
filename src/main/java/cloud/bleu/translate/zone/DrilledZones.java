package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Live;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.time.InstantText;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The zones that a live drill takes now. They are reached and work, so they are drained and not
 * lost: what runs there moves as the evacuation plan says, and stays until its successor is ready.
 */
public final class DrilledZones {

  /** The phase of a live run in which its zones are left. */
  public static final String MOVING = "Moving";

  /** Drills with a live run by the instant at which that began; then by name. */
  public static final Comparator<ResilienceDrill> FIRST =
      Comparator.comparing(DrilledZones::began)
          .thenComparing(drill -> String.valueOf(drill.getMetadata().getName()));

  private final Set<String> names;
  private final Zone.@Nullable Drill drill;

  private DrilledZones(Set<String> names, Zone.@Nullable Drill drill) {
    this.names = names;
    this.drill = drill;
  }

  /**
   * Those of the one live run that is moving. Of several only the first counts, by the instant at
   * which it began: no two losses are ever tried at once. One whose object is being deleted does
   * not count any more.
   */
  public static DrilledZones of(List<ResilienceDrill> drills) {
    return drills.stream()
        .filter(drill -> drill.getMetadata().getDeletionTimestamp() == null)
        .filter(drill -> moving(drill) != null)
        .min(FIRST)
        .map(drill -> of(String.valueOf(drill.getMetadata().getName()), moving(drill)))
        .orElse(of("", null));
  }

  private static DrilledZones of(String name, @Nullable Live live) {
    return live == null
        ? new DrilledZones(Set.of(), null)
        : new DrilledZones(
            Set.copyOf(live.zones()),
            new Zone.Drill(
                name,
                InstantText.parse(live.began()),
                InstantText.parse(live.closes()),
                ZoneState.Active));
  }

  private static @Nullable Live moving(ResilienceDrill drill) {
    Live live = drill.getStatus() == null ? null : drill.getStatus().live();
    return live != null && MOVING.equals(live.phase()) ? live : null;
  }

  /** The instant at which a live run began; what is none is later than any. */
  private static Instant began(ResilienceDrill drill) {
    Live live = drill.getStatus() == null ? null : drill.getStatus().live();
    Instant began = live == null ? null : InstantText.parse(live.began());
    return began == null ? Instant.MAX : began;
  }

  /** The names of those that are left while the drill is under way. */
  Set<String> names() {
    return names;
  }

  /**
   * The drill that has them left; null for none. While any zone of the estate is lost, silent or in
   * doubt there is none: a real loss is never met with a tried one.
   */
  Zone.@Nullable Drill underWay(Collection<Zone> zones) {
    return drill == null || PartitionDetection.incident(List.copyOf(zones)) != null ? null : drill;
  }
}
