package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Nodes;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.time.InstantText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
   * this process saw out of service while nothing could be recorded counts from when that was over.
   */
  static Health before(AvailabilityZone object, ObservedState observed, Instant now) {
    Zone last = observed.last().get(object.getMetadata().getName());
    Health before =
        last == null
            ? recorded(object)
            : provable(last.health(), object, observed.unbrokenSince());
    return before.since() == null || !before.since().isAfter(now) ? before : before.from(now);
  }

  /**
   * A copy that counts from the end of the gap in our view, unless it began later or the status of
   * the zone says the same: of two servers that were away at once, nobody knows which one it was.
   */
  private static Health provable(
      Health last, AvailabilityZone object, @Nullable Instant unbrokenSince) {
    Instant since = last.since();
    boolean out = last.isSilent() || last.signal() == Signal.Degraded;
    return out
            && since != null
            && unbrokenSince != null
            && since.isBefore(unbrokenSince)
            && !isRecorded(last, since, object)
        ? last.from(unbrokenSince)
        : last;
  }

  private static boolean isRecorded(Health last, Instant since, AvailabilityZone object) {
    Health recorded = recorded(object);
    Instant said = recorded.since();
    return (last.isSilent() ? recorded.isSilent() : last.signal() == recorded.signal())
        && said != null
        && !since.truncatedTo(ChronoUnit.SECONDS).isAfter(said);
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
