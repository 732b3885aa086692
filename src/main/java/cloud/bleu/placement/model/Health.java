package cloud.bleu.placement.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a zone, apart from what people report of it in its spec or by annotation.
 *
 * @param signal what its nodes say, or the API server of the cluster that it is
 * @param since when that began, or from when on it counts because our own view begins later; null
 *     when nothing was recorded yet
 * @param nodes what its nodes say, apart from the API server of its cluster; null when none was
 *     ever seen there, and for a zone that is judged by nodes alone
 * @param turn what is seen now and does not count yet; null: what is seen counts
 */
public record Health(
    Signal signal, @Nullable Instant since, @Nullable Nodes nodes, @Nullable Turn turn) {

  /** Nothing of the zone is looked for: its room is declared, or there is nothing to look at. */
  public static final Health NOT_OBSERVED = new Health(Signal.NotObserved, null);

  /**
   * What the nodes of a zone in another cluster say.
   *
   * @param last Healthy, Degraded, Silent or Gone, as they were seen last
   * @param seen whether that is now; else they may not be listed, or are not reached
   */
  public record Nodes(Signal last, boolean seen) {}

  /**
   * What is seen of a zone and does not count yet.
   *
   * @param since when that began, as {@link Health#since}
   * @param counts when it counts, if it goes on without a break
   */
  public record Turn(Signal signal, Instant since, Instant counts) {
    private boolean isSilent() {
      return silent(signal);
    }

    private Turn from(Instant other) {
      return new Turn(signal, other, other.plus(Duration.between(since, counts)));
    }
  }

  /** Of a zone that is judged by its nodes alone, or has shown none. */
  public Health(Signal signal, @Nullable Instant since) {
    this(signal, since, null, null);
  }

  /** Of a zone of which what is seen counts. */
  public Health(Signal signal, @Nullable Instant since, @Nullable Nodes nodes) {
    this(signal, since, nodes, null);
  }

  /** Signals of a zone, the better ones first. */
  public enum Signal {
    /** Nothing of it is looked at. */
    NotObserved,
    /** Every node of it is ready, or the cluster that it is answers and its nodes are not seen. */
    Healthy,
    /** Some nodes of it are ready and some are not. */
    Degraded,
    /** It was out of service, and is in service again, but not for long enough. */
    Recovering,
    /** It has nodes, and none of them is ready, or too few. */
    Silent,
    /**
     * It is another cluster, and that does not answer or is not back yet, whatever its nodes are.
     */
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

  /**
   * Since when nothing of the zone is seen in service, whether that counts yet or not; null while
   * some is, or nothing is known.
   */
  public @Nullable Instant unheardSince() {
    return turn != null && turn.isSilent() ? turn.since() : silentSince();
  }

  /** The same since another instant. */
  public Health from(Instant other) {
    return new Health(signal, other, nodes, turn);
  }

  /** The same where nothing of the zone is seen in service since another instant. */
  public Health unheardFrom(Instant other) {
    return turn == null || !turn.isSilent()
        ? from(other)
        : new Health(signal, since, nodes, turn.from(other));
  }

  /** What is seen, whether it counts or not. */
  public Health seen() {
    return turn == null ? this : new Health(turn.signal(), turn.since(), nodes);
  }

  /** Whether less of the zone is seen in service than counts. */
  public boolean worsens() {
    return turn != null
        && (turn.isSilent() || turn.signal() == Signal.Degraded && signal == Signal.Healthy);
  }

  /** Whether the zone takes nothing new though it is not silent. */
  public boolean isClosed() {
    return signal == Signal.NodesUnknown || signal == Signal.Recovering;
  }

  /** The same where its nodes are not seen now. */
  public Health unseen() {
    return nodes == null ? this : new Health(signal, since, new Nodes(nodes.last(), false), turn);
  }

  /** Whether no word of its nodes is older than now. */
  public boolean seesNodes() {
    return nodes == null || nodes.seen();
  }

  /** Whether nothing of the zone is in service. */
  public boolean isSilent() {
    return silent(signal);
  }

  private static boolean silent(Signal signal) {
    return signal == Signal.Silent || signal == Signal.Unreached || signal == Signal.Gone;
  }

  /** Whether the zone takes replicas, as far as it is known to have been in service. */
  public boolean takes() {
    return silentSince() == null && signal != Signal.Recovering;
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
