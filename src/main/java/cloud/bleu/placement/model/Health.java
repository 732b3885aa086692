package cloud.bleu.placement.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a zone, apart from what people report of it in its spec or by annotation.
 *
 * @param signal what its nodes say
 * @param since when that began, or from when on it counts because our own view begins later; null
 *     when nothing was recorded yet
 */
public record Health(Signal signal, @Nullable Instant since) {

  /** No node of the zone is looked for: its room is declared, or there is no node to look at. */
  public static final Health NOT_OBSERVED = new Health(Signal.NotObserved, null);

  /** Signals of a zone, the better ones first. */
  public enum Signal {
    /** Nothing of it is looked at. */
    NotObserved,
    /** Every node of it is ready. */
    Healthy,
    /** Some nodes of it are ready and some are not. */
    Degraded,
    /** It has nodes, and none of them is ready. */
    Silent,
    /** It had nodes, and has none. */
    Gone,
    /** Nodes are looked for, and none was ever there. */
    NodesUnknown
  }

  /** Since when no node of the zone is in service; null while one is, or when nothing is known. */
  public @Nullable Instant silentSince() {
    return signal == Signal.Silent || signal == Signal.Gone ? since : null;
  }

  /** Since when a part of the zone's nodes is out of service; null while none or all are. */
  public @Nullable Instant degradedSince() {
    return signal == Signal.Degraded ? since : null;
  }

  /** Whether the zone has, or had, nodes: then its silence means something. */
  public boolean observed() {
    return signal != Signal.NotObserved && signal != Signal.NodesUnknown;
  }
}
