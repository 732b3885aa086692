package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.gate.Gate;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.Problem;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The PlacementGates of this hub in another cluster: one in each namespace of which a workload may
 * stand there, while that cluster serves the kind. They are written by one thread, before the pods
 * that they let in, and removed with the last workload. {@link #look} is to be called again and
 * again, {@link #turn} when a plan is another one; both wait for the server.
 */
public final class MemberGates {

  private static final Problem FULL =
      new Problem(
          "GateFull",
          "the PlacementGate of this namespace in the cluster of the zone has no room for another"
              + " workload: move workloads to another namespace",
          true);

  private final HubDecisions hub;
  private final GateObjects there;
  private final MemberNamespaces namespaces;
  private final Supplier<Reach> reach;
  private final Supplier<@Nullable String> uid;
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

  /** Workloads that were told to wait, and what for. */
  private final Map<Waiting, Ensured> waiting = new ConcurrentHashMap<>();

  private volatile GateObjects.@Nullable Seen seen;

  /** Namespaces that are enforced on the hub and not there. */
  private SortedSet<String> open = new TreeSet<>();

  /** Whether something else stands there than was seen. */
  private boolean stale;

  /** The gates of a plan that is not written yet; null before anybody has asked for one. */
  private volatile @Nullable Ahead ahead;

  /**
   * Gates as a plan will have them.
   *
   * @param gates by namespace, of those that were asked for
   */
  private record Ahead(
      GatePlan plan, Map<String, Map<String, String>> zones, Map<String, Gate> gates) {}

  private record Waiting(String namespace, String workload, String zone) {}

  /**
   * What became of the gate of a namespace.
   *
   * @param problem what keeps it from saying what the plan says; null: it does
   */
  private record Outcome(
      GatePlan plan, PlacementGateSpec spec, Set<String> full, @Nullable Problem problem) {}

  /**
   * @param client of that cluster
   * @param home uid of the namespace kube-system of this cluster
   * @param namespaces of that cluster
   * @param reach whether that cluster is reached
   * @param uid of its namespace kube-system, null before it has answered
   */
  public MemberGates(
      HubDecisions hub,
      KubernetesClient client,
      String home,
      MemberNamespaces namespaces,
      Supplier<Reach> reach,
      Supplier<@Nullable String> uid) {
    this.hub = hub;
    this.namespaces = namespaces;
    this.reach = reach;
    this.uid = uid;
    there = new GateObjects(client, home);
  }

  /** What pods of a workload in a zone have to wait for; null: the gate lets them in. */
  public @Nullable Ensured awaited(BleuWorkload workload, String zone) {
    Waiting one =
        new Waiting(workload.getMetadata().getNamespace(), workload.getMetadata().getName(), zone);
    Ensured awaited = awaited(one);
    if (awaited == null) {
      waiting.remove(one);
      return null;
    }
    waiting.put(one, awaited);
    if (awaited.result() == Ensured.Result.UNDER_WAY) {
      hub.wakeUp();
    }
    return awaited;
  }

  private @Nullable Ensured awaited(Waiting one) {
    GateObjects.Seen now = seen;
    if (now != null && now.gates() == null) {
      return null;
    }
    Outcome outcome = outcomes.get(one.namespace());
    GatePlan plan = hub.plan();
    if (now == null || outcome == null || plan == null) {
      return Ensured.underWay(null);
    }
    if (outcome.plan() != plan) {
      return isWritten(outcome, plan, one) ? null : Ensured.underWay(null);
    }
    if (outcome.problem() != null) {
      return Ensured.refused(outcome.problem());
    }
    if (outcome.full().contains(one.workload())) {
      return Ensured.refused(FULL);
    }
    return outcome.spec().children().containsKey(ChildName.of(one.workload(), one.zone()))
        ? null
        : Ensured.underWay(null);
  }

  /** Whether the gate as it is written lets a workload in just as one of another plan would. */
  private boolean isWritten(Outcome outcome, GatePlan plan, Waiting one) {
    Admittance written = Admittance.of(outcome.spec(), one.workload(), one.zone());
    String cluster = uid.get();
    if (outcome.problem() != null || written == null || cluster == null) {
      return false;
    }
    Ahead now = ahead;
    if (now == null || now.plan() != plan) {
      now = new Ahead(plan, hub.zones(cluster), new ConcurrentHashMap<>());
      ahead = now;
    }
    Map<String, Map<String, String>> zones = now.zones();
    Gate gate =
        now.gates()
            .computeIfAbsent(
                one.namespace(), namespace -> plan.gate(namespace, zones, outcome.spec()));
    return !gate.leftOut().contains(one.workload())
        && written.equals(Admittance.of(gate.spec(), one.workload(), one.zone()));
  }

  /** Reads what stands there, and writes what is to be another. */
  public void look() {
    round(true);
  }

  /** Writes what is to be another by now. */
  public void turn() {
    round(false);
  }

  private synchronized void round(boolean look) {
    String cluster = uid.get();
    if (cluster == null || !reach.get().isReached()) {
      return;
    }
    if (!hub.isServing()) {
      seen = null;
      outcomes.clear();
      return;
    }
    GateObjects.Seen now = seen;
    boolean read = look || stale || now == null;
    if (read) {
      stale = false;
      now = there.look();
      seen = now;
    }
    GatePlan plan = hub.plan();
    Map<String, PlacementGate> gates = now.gates();
    if (gates != null && plan != null) {
      write(gates, hub.namespaces(cluster), new Round(plan, hub.zones(cluster), look));
    }
    if (read) {
      open = gates == null ? new TreeSet<>() : open(outcomes.keySet());
    }
    hub.enforcement(cluster, enforcement(now, outcomes.keySet()));
    tell();
  }

  private SortedSet<String> open(Set<String> held) {
    SortedSet<String> open = new TreeSet<>();
    for (String namespace : held) {
      if (!hub.isEnforced(namespace, null)
          && !hub.isEnforced(namespace, there.namespace(namespace))) {
        open.add(namespace);
      }
    }
    return open;
  }

  private GateEnforcement enforcement(GateObjects.Seen now, Set<String> held) {
    if (now.unread() != null) {
      return GateEnforcement.notPermitted(now.unread());
    }
    if (now.gates() == null) {
      return GateEnforcement.NOT_INSTALLED;
    }
    if (!now.missing().isEmpty()) {
      return GateEnforcement.missing(now.missing());
    }
    for (String namespace : new TreeSet<>(outcomes.keySet())) {
      Outcome outcome = outcomes.get(namespace);
      if (outcome != null && outcome.problem() != null) {
        return GateEnforcement.notWritten(outcome.problem().message());
      }
    }
    return open.isEmpty() ? GateEnforcement.kept(held) : GateEnforcement.open(open);
  }

  private record Round(GatePlan plan, Map<String, Map<String, String>> zones, boolean look) {}

  private void write(Map<String, PlacementGate> gates, Set<String> held, Round round) {
    outcomes.keySet().retainAll(held);
    for (String namespace : held) {
      PlacementGate live = gates.get(namespace);
      Gate gate = round.plan().gate(namespace, round.zones(), live == null ? null : live.getSpec());
      if (live == null && gate.spec().children().isEmpty() && gate.leftOut().isEmpty()) {
        // That something may stand there is said by whoever may write workloads.
        outcomes.remove(namespace);
        continue;
      }
      Problem problem = problem(gates, namespace, gate, round.look());
      outcomes.put(namespace, new Outcome(round.plan(), gate.spec(), gate.leftOut(), problem));
    }
    for (PlacementGate live : Set.copyOf(gates.values())) {
      String namespace = live.getMetadata().getNamespace();
      if (!held.contains(namespace) && there.isOurs(live)) {
        remove(gates, live);
      }
    }
  }

  /** Writes a gate if it says something else; returns what refuses that. */
  private @Nullable Problem problem(
      Map<String, PlacementGate> gates, String namespace, Gate gate, boolean look) {
    PlacementGate live = gates.get(namespace);
    if (live != null && !there.isOurs(live)) {
      return new Problem(
          Problem.NAME_CONFLICT,
          "PlacementGate decisions of namespace "
              + namespace
              + " in the cluster of the zone belongs to somebody else and is not touched: no other"
              + " operator may decide there",
          false);
    }
    if (live != null && gate.spec().equals(live.getSpec())) {
      return null;
    }
    Outcome last = outcomes.get(namespace);
    if (!look && last != null && last.problem() != null && last.spec().equals(gate.spec())) {
      return last.problem();
    }
    try {
      Problem refused = live == null ? namespaces.ensure(namespace) : null;
      if (refused == null) {
        gates.put(namespace, there.write(namespace, live, gate.spec()));
      }
      return refused;
    } catch (KubernetesClientException e) {
      // What stands there is read again with the next round.
      stale = true;
      if (ClusterWriter.stale(e)) {
        return ASKED_AGAIN;
      }
      return notWritten(ClusterWriter.refused("the PlacementGate of namespace " + namespace, e));
    }
  }

  private static final Problem ASKED_AGAIN =
      new Problem(
          "GateNotWritten",
          "somebody else wrote the PlacementGate of the namespace in the cluster of the zone; it is"
              + " read again",
          true);

  private static Problem notWritten(Problem refused) {
    return new Problem(
        "GateNotWritten",
        refused.message() + "; nothing new is delivered to the cluster of the zone without it",
        true);
  }

  private void remove(Map<String, PlacementGate> gates, PlacementGate live) {
    try {
      there.delete(live);
      gates.remove(live.getMetadata().getNamespace());
    } catch (KubernetesClientException e) {
      stale = true;
      if (!ClusterWriter.stale(e)) {
        ClusterWriter.refused("the PlacementGate", e);
      }
    }
  }

  /** Tells those who wait and are let in by now, or for another reason are not. */
  private void tell() {
    waiting.forEach(
        (one, before) -> {
          Ensured now = awaited(one);
          if (now == null ? waiting.remove(one) != null : !now.equals(before)) {
            hub.changed(one.namespace(), one.workload());
          }
        });
  }

  /** Forgets a workload that is gone. */
  public void forgetWorkload(String namespace, String name) {
    waiting
        .keySet()
        .removeIf(one -> one.namespace().equals(namespace) && one.workload().equals(name));
  }
}
