package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Nodes;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.time.InstantText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was seen of a zone until now: what no node and no probe tells any more. */
final class RecordedHealth {

  /** The condition of a silent zone while nothing is decided by inference. */
  private static final String IN_DOUBT = "ViewInDoubt";

  /** Its reason where the silence of the zone itself is in doubt, and not only that of others. */
  private static final String TOGETHER = "SilentTogether";

  private RecordedHealth() {}

  /**
   * What was seen of a zone until now, as this process saw it last, else as its status says. What
   * went out of service while nobody could record that counts from when somebody could: of two
   * servers that were away at once, nobody knows whether it was the way there.
   */
  static Health before(AvailabilityZone object, ObservedState observed, Instant now) {
    Zone last = observed.last().get(object.getMetadata().getName());
    Health before = last == null ? recorded(object) : last.health();
    Instant since = before.since();
    if (since == null) {
      return before;
    }
    boolean out = before.isSilent() || before.degradedSince() != null;
    Instant counts = out ? observed.recordable(since) : since;
    return before.from(counts.isAfter(now) ? now : counts);
  }

  private static Health recorded(AvailabilityZone object) {
    AvailabilityZoneStatus.Health recorded =
        object.getStatus() == null ? null : object.getStatus().health();
    if (recorded == null) {
      return Health.NOT_OBSERVED;
    }
    Signal nodes = signal(recorded.nodes());
    Health health =
        new Health(
            signal(recorded.signal()),
            InstantText.parse(recorded.since()),
            nodes == Signal.NotObserved ? null : new Nodes(nodes, false));
    ProbedZone told = ProbedZone.of(object, null);
    boolean held =
        health.signal() == Signal.Unreached
            ? told.isVague() || told.answer() == ProbedZone.Answer.None && doubted(object)
            : health.signal() == Signal.Recovering && told.closes();
    return held ? health.held() : health;
  }

  /** Whether the zone's own status says that its silence proved nothing. */
  public static boolean doubted(AvailabilityZone object) {
    return object.getStatus() != null
        && object.getStatus().conditions().stream()
            .filter(c -> IN_DOUBT.equals(c.getType()) && "True".equals(c.getStatus()))
            .anyMatch(c -> TOGETHER.equals(c.getReason()));
  }

  private static Signal signal(@Nullable String recorded) {
    for (Signal signal : Signal.values()) {
      if (signal.name().equals(recorded)) {
        return signal;
      }
    }
    return Signal.NotObserved;
  }
}
