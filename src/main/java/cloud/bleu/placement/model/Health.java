package cloud.bleu.placement.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a zone, apart from what people report of it in its spec or by annotation.
 *
 * @param signal what its nodes say, or the API server of the cluster that it is
 * @param since when that began, or from when on it counts because our own view begins later; null
 *     when nothing was recorded yet
 */
public record Health(Signal signal, @Nullable Instant since) {

  /** Nothing of the zone is looked for: its room is declared, or there is nothing to look at. */
  public static final Health NOT_OBSERVED = new Health(Signal.NotObserved, null);

  /** Signals of a zone, the better ones first. */
  public enum Signal {
    /** Nothing of it is looked at. */
    NotObserved,
    /** Every node of it is ready, or the cluster that it is answers. */
    Healthy,
    /** Some nodes of it are ready and some are not. */
    Degraded,
    /** It has nodes, and none of them is ready. */
    Silent,
    /** It is another cluster, and that does not answer. */
    Unreached,
    /** It had nodes, and has none. */
    Gone,
    /** Nodes are looked for, and none was ever there. */
    NodesUnknown
  }

  /** Since when nothing of the zone is in service; null while some is, or nothing is known. */
  public @Nullable Instant silentSince() {
    return isSilent() ? since : null;
  }

  /** Whether nothing of the zone is in service. */
  public boolean isSilent() {
    return signal == Signal.Silent || signal == Signal.Unreached || signal == Signal.Gone;
  }

  /** Since when a part of the zone's nodes is out of service; null while none or all are. */
  public @Nullable Instant degradedSince() {
    return signal == Signal.Degraded ? since : null;
  }

  /**
   * Whether the zone has or had nodes, or is a cluster that is asked: its silence says something.
   */
  public boolean observed() {
    return signal != Signal.NotObserved && signal != Signal.NodesUnknown;
  }
}
