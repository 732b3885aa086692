package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.load.ZoneNodes;
import io.fabric8.kubernetes.api.model.Node;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The health of a zone, from its nodes and from what its own status has recorded: nodes that are
 * gone left no other trace.
 */
public final class ObservedHealth {

  /** The condition of a silent zone while nothing is decided by inference. */
  private static final String IN_DOUBT = "ViewInDoubt";

  private final Instant now;
  private final OwnWatch watch;

  ObservedHealth(Instant now, OwnWatch watch) {
    this.now = now;
    this.watch = watch;
  }

  /**
   * The health of a zone that is made of nodes of this cluster.
   *
   * @param own the nodes with the labels that the zone asks for
   * @param anyNodes whether there is any node to look at
   */
  Health of(AvailabilityZone object, List<Node> own, boolean anyNodes) {
    Zone last = watch.last().get(object.getMetadata().getName());
    Health known = last == null ? null : last.health();
    AvailabilityZoneStatus.Health recorded =
        object.getStatus() == null ? null : object.getStatus().health();
    Signal before = known == null ? signal(recorded) : known.signal();
    Instant beforeSince = known == null ? since(recorded) : known.since();
    if (own.isEmpty()) {
      boolean had = before != Signal.NotObserved && before != Signal.NodesUnknown;
      if (!had) {
        return anyNodes ? new Health(Signal.NodesUnknown, null) : Health.NOT_OBSERVED;
      }
      boolean silent = before == Signal.Silent || before == Signal.Gone;
      Instant began = silent && beforeSince != null ? beforeSince : now;
      return new Health(Signal.Gone, watch.counts(began, silent ? beforeSince : null));
    }
    List<Node> out = own.stream().filter(n -> !ZoneNodes.isReady(n)).toList();
    if (out.isEmpty()) {
      return new Health(Signal.Healthy, healthySince(before, beforeSince));
    }
    Signal signal = out.size() == own.size() ? Signal.Silent : Signal.Degraded;
    Instant recordedSince = signal == before ? beforeSince : null;
    Instant changed = ZoneNodes.latestChange(out, now);
    return new Health(
        signal, watch.counts(watch.began(changed, recordedSince, now), recordedSince));
  }

  /** Whether the zone's own status says that its silence proved nothing. */
  public static boolean doubted(AvailabilityZone object) {
    return object.getStatus() != null
        && object.getStatus().conditions().stream()
            .anyMatch(c -> IN_DOUBT.equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private @Nullable Instant healthySince(Signal before, @Nullable Instant since) {
    return switch (before) {
      case Healthy -> since;
      case NotObserved, NodesUnknown -> null;
      case Degraded, Silent, Gone -> now;
    };
  }

  private static Signal signal(AvailabilityZoneStatus.@Nullable Health recorded) {
    if (recorded != null && recorded.signal() != null) {
      for (Signal signal : Signal.values()) {
        if (signal.name().equals(recorded.signal())) {
          return signal;
        }
      }
    }
    return Signal.NotObserved;
  }

  private static @Nullable Instant since(AvailabilityZoneStatus.@Nullable Health recorded) {
    try {
      return recorded == null || recorded.since() == null ? null : Instant.parse(recorded.since());
    } catch (DateTimeException e) {
      return null;
    }
  }
}
