package cloud.bleu.placement.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a zone, apart from what people report of it in its spec or by annotation. What is
 * seen closes the zone at once; waiting delays only what is moved for it.
 *
 * @param signal what its nodes say, or the API server of the cluster that it is
 * @param since when that began, or from when on it counts because our own view begins later; null
 *     when nothing was recorded yet
 * @param nodes what its nodes say, apart from the API server of its cluster; null when none was
 *     ever seen there, and for a zone that is judged by nodes alone and has any
 * @param after for how long that is seen before anything is moved for it, or before a zone that
 *     recovers is open again
 * @param mixed whether some of its nodes were ready and some were not, when they were seen last
 * @param probing what came of the probes of the zone
 */
public record Health(
    Signal signal,
    @Nullable Instant since,
    @Nullable Nodes nodes,
    Duration after,
    boolean mixed,
    Probing probing) {

  /** For longer than anybody waits. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** What came of the probes of a zone. */
  public enum Probing {
    /** None is asked, or what they say is told by its nodes or its cluster as well. */
    None,
    /** Some is answered, so there is a way to the zone. */
    Answered,
    /** None is answered, or not clearly. */
    Unanswered,
    /** None is answered, and nothing else tells of the silence of the zone. */
    Alone
  }

  /** Nothing of the zone is looked for: its room is declared, or there is nothing to look at. */
  public static final Health NOT_OBSERVED = new Health(Signal.NotObserved, null);

  /**
   * What the nodes of a zone in another cluster say.
   *
   * @param last Healthy, Degraded, Silent or Gone, as they were seen last
   * @param seen whether that is now; else they may not be listed, or are not reached
   */
  public record Nodes(Signal last, boolean seen) {}

  /** Of a zone that has no probes. */
  public Health(
      Signal signal,
      @Nullable Instant since,
      @Nullable Nodes nodes,
      Duration after,
      boolean mixed) {
    this(signal, since, nodes, after, mixed, Probing.None);
  }

  /** Of a zone that is judged by its nodes alone, or has shown none. */
  public Health(Signal signal, @Nullable Instant since) {
    this(signal, since, null);
  }

  /** Of a zone of which what is seen counts at once. */
  public Health(Signal signal, @Nullable Instant since, @Nullable Nodes nodes) {
    this(signal, since, nodes, Duration.ZERO, false);
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
     * It is another cluster, and that does not answer or is not back yet, whatever its nodes are;
     * or it has probes, and none of them is answered.
     */
    Unreached,
    /** It had nodes, and has none, and something is decided there. */
    Gone,
    /**
     * Nodes are looked for, and there is none: none ever came, or those that came still join, or
     * they were taken away while nothing was decided there.
     */
    NodesUnknown
  }

  /** Since when nothing of the zone is seen in service; null while some is, or none is known. */
  public @Nullable Instant silentSince() {
    return isSilent() ? since : null;
  }

  /** A copy since another instant. */
  public Health from(Instant other) {
    return new Health(signal, other, nodes, after, mixed, probing);
  }

  /** A copy that counts only when it is seen for so long. */
  public Health after(Duration wait) {
    return new Health(signal, since, nodes, wait, mixed, probing);
  }

  /** A copy for nodes of which some are ready and some are not, or for nodes that are all alike. */
  public Health mixed(boolean other) {
    return new Health(signal, since, nodes, after, other, probing);
  }

  /** A copy with what came of its probes. */
  public Health probing(Probing other) {
    return new Health(signal, since, nodes, after, mixed, other);
  }

  /**
   * A copy for while it is not clear whether that is still so: the zone is neither lost nor back
   * for as long as that lasts.
   */
  public Health held() {
    return after(NEVER);
  }

  /** Whether it is not clear if the zone is still out of service. */
  public boolean isHeld() {
    return after.equals(NEVER);
  }

  /** How long a workload that waits so long for a loss waits here: the longer wait counts. */
  public Duration patience(Duration workload) {
    return after.compareTo(workload) > 0 ? after : workload;
  }

  /** Whether the zone takes nothing new though it is not silent, as far as this says. */
  public boolean isClosed() {
    return signal == Signal.NodesUnknown || signal == Signal.Recovering;
  }

  /** A copy whose nodes are not seen now. */
  public Health unseen() {
    return nodes == null
        ? this
        : new Health(signal, since, new Nodes(nodes.last(), false), after, mixed, probing);
  }

  /** Whether some of it is seen in service, as far as its nodes or its cluster say. */
  public boolean inService() {
    return signal == Signal.Healthy || signal == Signal.Degraded;
  }

  /** Whether no word of its nodes is older than now. */
  public boolean seesNodes() {
    return nodes == null || nodes.seen();
  }

  /** Whether the zone had nodes, has none, and nothing is decided there that could miss them. */
  public boolean isEmptied() {
    return signal == Signal.NodesUnknown && nodes != null;
  }

  /** Whether nothing of the zone is in service. */
  public boolean isSilent() {
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
