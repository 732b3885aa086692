package cloud.bleu.translate.zone;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Health.Nodes;
import cloud.bleu.placement.model.Health.Signal;
import cloud.bleu.translate.load.ZoneNodes;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The health of a zone, from its nodes or from the answers of the cluster that it is, and from what
 * its own status has recorded: nodes that are gone left no other trace.
 */
public final class ObservedHealth {

  private final Instant now;
  private final ObservedState observed;
  private final HealthThresholds thresholds;
  private final ProbedZone probes;
  private final boolean used;

  /**
   * @param probes what the probes of the zone say
   * @param used whether something is decided in the zone: else no node of it can be missed
   */
  ObservedHealth(
      Instant now,
      ObservedState observed,
      HealthThresholds thresholds,
      ProbedZone probes,
      boolean used) {
    this.probes = probes;
    this.used = used;
    this.now = now;
    this.observed = observed;
    this.thresholds = thresholds;
  }

  /**
   * The health of a zone that is made of nodes of this cluster.
   *
   * @param own the nodes with the labels that the zone asks for
   * @param anyNodes whether there is any node to look at
   */
  Health of(AvailabilityZone object, List<Node> own, boolean anyNodes) {
    Health nodes = ofNodes(object, own, anyNodes);
    return holding(object, ProbedZone.isStated(object) ? seen(nodes) : nodes);
  }

  /** The health of a zone of which neither nodes nor a cluster are seen: its probes are all. */
  Health ofNothing(AvailabilityZone object) {
    return holding(
        object,
        probes.answer() == ProbedZone.Answer.All || probes.answer() == ProbedZone.Answer.Some
            ? reached(before(object))
            : Health.NOT_OBSERVED);
  }

  /** A zone that was silent is open once it was seen in service for as long as it says. */
  private Health holding(AvailabilityZone object, Health others) {
    Health before = before(object);
    Health seen = probes.worse(before, others, observed, now);
    if (before.signal() == Signal.Recovering && probes.closes() && !seen.isSilent()) {
      // Its time begins anew once each is answered.
      return new Health(
              Signal.Recovering,
              before.since(),
              seen.nodes(),
              Duration.ZERO,
              seen.mixed(),
              seen.probing())
          .held();
    }
    ClusterContact contact = observed.contacts().get(object.getMetadata().getName());
    Instant since = before.since();
    if (since != null) {
      // Who has not looked, or was not let in, has not seen it in service.
      since = observed.counts(since, null);
      since = contact != null && contact.since().isAfter(since) ? contact.since() : since;
    }
    return thresholds.of(before, seen, since, now);
  }

  private Health ofNodes(AvailabilityZone object, List<Node> own, boolean anyNodes) {
    Health last = before(object);
    Signal before = last.signal();
    Instant beforeSince = last.since();
    if (own.isEmpty()) {
      // A zone that only its probes spoke for never had any.
      boolean hadNodes =
          last.observed() && !(before == Signal.Unreached && ProbedZone.isStated(object));
      if (!hadNodes && last.nodes() == null) {
        return anyNodes ? new Health(Signal.NodesUnknown, null) : Health.NOT_OBSERVED;
      }
      boolean silent = last.isSilent();
      Instant began = silent && beforeSince != null ? beforeSince : now;
      return gone(observed.counts(began, silent ? beforeSince : null), true);
    }
    List<Node> out = own.stream().filter(n -> !ZoneNodes.isReady(n)).toList();
    boolean mixed = !out.isEmpty() && out.size() < own.size();
    Signal signal = thresholds.signal(own.size() - out.size(), own.size());
    if (signal == Signal.Healthy) {
      return new Health(Signal.Healthy, healthySince(before, beforeSince)).mixed(mixed);
    }
    // Its API server may answer before its nodes do, and nodes may come and never be Ready: nothing
    // was in service in between.
    boolean goesOn =
        !last.isHeld() && (signal == before || signal == Signal.Silent && last.isSilent());
    Instant recordedSince = goesOn ? beforeSince : null;
    Instant changed = ZoneNodes.missedSince(out, now);
    return new Health(
            signal, observed.counts(observed.began(changed, recordedSince, now), recordedSince))
        .mixed(mixed);
  }

  /**
   * The health of a zone that is another cluster. While it cannot be asked, for a reason that says
   * nothing of the zone, it stays out of service after a silence, and is not taken for lost:
   * whoever cannot ask has seen neither that it is lost nor that it is back. A zone that is reached
   * again is back once it has lost what was moved away from it.
   *
   * <p>Its nodes are not seen. Where they were, and some were out of service then, it stays so:
   * that its API server answers does not say that they are back.
   */
  Health ofCluster(AvailabilityZone object) {
    return ofCluster(object, this::unseen);
  }

  /**
   * The health of a zone in another cluster whose nodes are seen: while the cluster answers, the
   * zone is as healthy as they are. A cluster without any node, of a zone whose capacity is
   * declared, may get some when there are pods for them, so it is as healthy as it answers. The
   * same is so while all that it has join.
   *
   * @param own the nodes of the zone
   * @param anyNodes whether the cluster has any node, but for those of its control plane and those
   *     that join
   */
  Health ofCluster(AvailabilityZone object, List<Node> own, boolean anyNodes) {
    return ofCluster(
        object,
        before ->
            own.isEmpty()
                    && !anyNodes
                    && object.getSpec().capacity() != null
                    && !out(nodesBefore(before))
                ? reached(before)
                : seen(ofNodes(object, own, true)));
  }

  /**
   * The nodes of a zone are gone. Where nothing is decided that is no loss: somebody took away what
   * nobody used, as an autoscaler does. The zone takes nothing new before it has nodes again.
   */
  private Health gone(Instant since, boolean seen) {
    return used
        ? new Health(Signal.Gone, since)
        : new Health(Signal.NodesUnknown, null, new Nodes(Signal.Gone, seen));
  }

  private static Health seen(Health health) {
    return new Health(
        health.signal(),
        health.since(),
        health.observed() ? new Nodes(health.signal(), true) : health.nodes(),
        health.after(),
        health.mixed(),
        health.probing());
  }

  private Health unseen(Health before) {
    Signal last = nodesBefore(before);
    if (last == null || !out(last)) {
      return reached(before);
    }
    Instant since = before.since();
    boolean goesOn = before.signal() == last || last != Signal.Degraded && before.isSilent();
    Instant counts = goesOn && since != null ? observed.counts(since, since) : now;
    return last == Signal.Gone ? gone(counts, false) : new Health(last, counts);
  }

  private static boolean out(@Nullable Signal nodes) {
    return nodes == Signal.Degraded || nodes == Signal.Silent || nodes == Signal.Gone;
  }

  /** What its nodes said last; null when none was ever seen. */
  private static @Nullable Signal nodesBefore(Health before) {
    return before.nodes() != null
        ? before.nodes().last()
        : out(before.signal()) ? before.signal() : null;
  }

  private Health ofCluster(AvailabilityZone object, UnaryOperator<Health> answers) {
    Health before = before(object);
    Health health = ofCluster(object, before, answers);
    Signal nodes = nodesBefore(before);
    return holding(
        object,
        health.nodes() != null || nodes == null
            ? health
            : new Health(
                health.signal(),
                health.since(),
                new Nodes(nodes, false),
                health.after(),
                health.mixed(),
                health.probing()));
  }

  /**
   * @param answers the health of the zone while its cluster answers, from the one before
   */
  private Health ofCluster(AvailabilityZone object, Health before, UnaryOperator<Health> answers) {
    ClusterContact contact = observed.contacts().get(object.getMetadata().getName());
    if (contact == null) {
      return before.isSilent()
              || before.signal() == Signal.Healthy
              || before.signal() == Signal.Recovering
          ? before.unseen()
          : Health.NOT_OBSERVED;
    }
    return switch (contact.state()) {
      case Reached -> answers.apply(before);
      case Silent -> {
        Instant recorded = before.isSilent() && !before.isHeld() ? before.since() : null;
        Instant counts = observed.counts(observed.began(contact.since(), recorded, now), recorded);
        yield silentStill(new Health(Signal.Unreached, counts), contact);
      }
      // Not in service, and not silent either: the time to a failover begins with the next silence.
      case Clearing -> {
        Health after = answers.apply(before);
        yield before.isSilent() && !after.isSilent()
            ? new Health(Signal.Unreached, now, after.nodes())
            : after;
      }
      case Unknown ->
          before.isSilent()
              ? new Health(Signal.Unreached, now)
              : before.signal() == Signal.Recovering ? before.unseen() : Health.NOT_OBSERVED;
      // What is written meanwhile is not to lose since when it is silent.
      case Pending ->
          before.isSilent() ? new Health(Signal.Unreached, before.since()).held() : before.unseen();
    };
  }

  private Health reached(Health before) {
    return new Health(Signal.Healthy, healthySince(before.signal(), before.since()));
  }

  /** Silent since then, but not since before what is known of the cluster now. */
  private static Health silentStill(Health before, ClusterContact contact) {
    Instant since = before.since();
    return new Health(
        Signal.Unreached,
        since == null || contact.since().isAfter(since) ? contact.since() : since);
  }

  private Health before(AvailabilityZone object) {
    return RecordedHealth.before(object, observed, now);
  }

  private @Nullable Instant healthySince(Signal before, @Nullable Instant since) {
    return switch (before) {
      case Healthy -> since;
      case NotObserved, NodesUnknown -> null;
      case Degraded, Recovering, Silent, Unreached, Gone -> now;
    };
  }
}
