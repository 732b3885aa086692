package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The PlacementGates of this hub in another cluster: one in each namespace of which a workload may
 * stand there, while that cluster serves the kind. They are written by one thread at a time, before
 * the pods that they let in, and removed with the last workload. {@link #look} is to be called
 * again and again, {@link #turn} when a plan is another one; both wait for the server.
 */
public final class MemberGates {

  /** After so many looks that fail in a row it is not known any more what is kept. */
  private static final int PATIENCE = 3;

  private static final DeliveryProblem FULL =
      DeliveryProblem.passing(
          "GateFull",
          "the PlacementGate of this namespace in the cluster of the zone has no room for another"
              + " workload: move workloads to another namespace");

  private final HubDecisions hub;
  private final GateObjects there;
  private final MemberGateWriter writer;
  private final GatesAhead ahead;
  private final Supplier<Reach> reach;
  private final Supplier<@Nullable String> uid;

  /** Workloads that were told to wait, and what for. */
  private final Map<Waiting, Ensured> waiting = new ConcurrentHashMap<>();

  private volatile GateObjects.@Nullable Seen seen;

  private final GatedNamespaces gated;

  /** Whether it is known which gates there are to be: they were written by a plan. */
  private volatile boolean planned;

  /** Why the gates could not be read when that was tried last; null: they could. */
  private volatile @Nullable DeliveryProblem unread;

  /** How many looks in a row failed. */
  private int failures;

  private record Waiting(String namespace, String workload, String zone) {}

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
    this.reach = reach;
    this.uid = uid;
    there = new GateObjects(client, namespaces.writer(), home);
    writer = new MemberGateWriter(there, namespaces);
    ahead = new GatesAhead(hub);
    gated = new GatedNamespaces(hub, there, writer.outcomes()::keySet);
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
    GateOutcome outcome = writer.outcomes().get(one.namespace());
    GatePlan plan = hub.plan();
    String cluster = uid.get();
    if (now == null || outcome == null || plan == null || cluster == null) {
      return Ensured.underWay(now == null ? unread : null);
    }
    if (outcome.plan() != plan) {
      return ahead.letsInAlready(
              cluster, plan, outcome, one.namespace(), one.workload(), one.zone())
          ? null
          : Ensured.underWay(null);
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

  /** Reads what stands there, and writes what is to be another. */
  public void look() {
    round(true);
    askNamespaces(true);
  }

  /** Writes what is to be another by now. */
  public void turn() {
    round(false);
    askNamespaces(false);
  }

  private synchronized void round(boolean look) {
    String cluster = uid.get();
    if (cluster == null || !reach.get().isReached()) {
      return;
    }
    if (!hub.isServing()) {
      seen = null;
      planned = false;
      writer.outcomes().clear();
      gated.forget();
      return;
    }
    GateObjects.Seen now = seen;
    if (look || writer.isStale() || now == null) {
      now = read(cluster, look);
    }
    GatePlan plan = hub.plan();
    if (now.gates() != null && plan != null) {
      MemberGateWriter.Order order =
          new MemberGateWriter.Order(plan, hub.namespaces(cluster), hub.zones(cluster), look);
      if (writer.write(now.gates(), order)) {
        now = read(cluster, false);
        if (now.gates() != null) {
          writer.write(now.gates(), order);
        }
      }
      planned = true;
    }
    GateEnforcement known = enforcement(now);
    // Who is not asked for yet is next, so what was said stands until the answer. Where somebody
    // asks already, which may take long, GatedNamespaces has it said.
    if (known != null && !known.equals(GateEnforcement.NOT_ASKED)) {
      hub.enforcement(cluster, known);
    }
    tell();
  }

  private GateObjects.Seen read(String cluster, boolean look) {
    try {
      GateObjects.Seen now = there.look();
      writer.read();
      failures = 0;
      unread = null;
      seen = now;
      return now;
    } catch (KubernetesClientException e) {
      failures += look ? 1 : 0;
      unread = notRead(GateObjects.words(e));
      if (failures >= PATIENCE) {
        hub.enforcement(cluster, GateEnforcement.notObserved(GateObjects.words(e)));
      }
      tell();
      throw e;
    }
  }

  private static DeliveryProblem notRead(String words) {
    return DeliveryProblem.passing(
        "GateNotWritten",
        "the PlacementGates in the cluster of the zone cannot be read: "
            + words
            + "; nothing new is delivered there before, it is tried again by itself");
  }

  private void askNamespaces(boolean anew) {
    GateObjects.Seen now = seen;
    String cluster = uid.get();
    if (planned && now != null && now.gates() != null && cluster != null) {
      gated.ask(anew, () -> tellEnforcement(cluster));
    }
  }

  private synchronized void tellEnforcement(String cluster) {
    GateObjects.Seen last = seen;
    GateEnforcement known = last != null && hub.isServing() ? enforcement(last) : null;
    if (known != null) {
      hub.enforcement(cluster, known);
    }
  }

  /**
   * What is known by now. That a namespace was not asked for yet is said in place of that all is
   * kept, and of nothing that is worse. Null: no plan has said so far which gates there are to be,
   * and what was said before stands.
   */
  private @Nullable GateEnforcement enforcement(GateObjects.Seen now) {
    DeliveryProblem problem = unread;
    if (problem != null && failures >= PATIENCE) {
      return GateEnforcement.notObserved(problem.message());
    }
    if (now.unread() != null) {
      return GateEnforcement.notPermitted(now.unread());
    }
    if (now.unseen() != null) {
      return GateEnforcement.notObserved(now.unseen());
    }
    if (now.gates() == null) {
      return GateEnforcement.NOT_INSTALLED;
    }
    if (!now.missing().isEmpty()) {
      return GateEnforcement.missing(now.missing());
    }
    Map<String, GateOutcome> outcomes = new TreeMap<>(writer.outcomes());
    GateEnforcement refused = notWritten(outcomes.values(), false);
    if (refused != null) {
      return refused;
    }
    if (!planned) {
      return null;
    }
    SortedSet<String> open = gated.open();
    if (!open.isEmpty()) {
      return GateEnforcement.open(open);
    }
    GateEnforcement unwritten = notWritten(outcomes.values(), true);
    if (unwritten != null) {
      return unwritten;
    }
    GateEnforcement unknown = gated.unknown();
    if (unknown != null) {
      return unknown;
    }
    return gated.areAsked() ? GateEnforcement.kept(outcomes.keySet()) : GateEnforcement.NOT_ASKED;
  }

  private static @Nullable GateEnforcement notWritten(
      Collection<GateOutcome> outcomes, boolean open) {
    for (GateOutcome outcome : outcomes) {
      if (outcome.problem() != null && outcome.open() == open) {
        return GateEnforcement.notWritten(outcome.problem().message(), open);
      }
    }
    return null;
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
