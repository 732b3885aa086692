package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.member.MemberCompanions;
import cloud.bleu.delivery.member.MemberGates;
import cloud.bleu.delivery.member.MemberNamespaces;
import cloud.bleu.delivery.member.MemberPolicies;
import cloud.bleu.delivery.member.MemberQueue;
import cloud.bleu.delivery.member.MemberServer;
import cloud.bleu.delivery.member.MemberTarget;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is written in a member: the zones, policies, companions and gates there, and the threads
 * that write them, one workload on one of them.
 */
final class MemberDelivery implements AutoCloseable {

  private final Member member;
  private final MemberContact contact;
  private final MemberListener listener;
  private final MemberQueue queue;
  private final MemberTarget zones;
  private final MemberPolicies policies;
  private final CompanionThread comparison;
  private final MemberGates gates;
  private final GateThread gateThread;

  /**
   * @param objects of the member, by caches
   * @param contact which is asked soon where a write gets no answer
   */
  MemberDelivery(
      Member member,
      Supplier<? extends ClusterObjects> objects,
      MemberContact contact,
      MemberWiring wiring,
      MemberListener listener) {
    this.member = member;
    this.contact = contact;
    this.listener = listener;
    String id = member.id();
    KubernetesClient client = wiring.client();
    queue = new MemberQueue(id, new Answers(), wiring.nanos(), wiring.pause()::left);
    MemberNamespaces namespaces =
        new MemberNamespaces(client, wiring.home(), wiring.gates()::labels);
    gates =
        new MemberGates(
            new MemberHubDecisions(
                wiring.gates(), () -> listener.serves(member), this::writeGates, listener::changed),
            client,
            wiring.home(),
            namespaces,
            contact::reach,
            contact::uid);
    gateThread = new GateThread(id, gates, wiring.gates(), wiring.intervals().gates());
    MemberServer cluster =
        new MemberServer(
            client, objects, wiring.home(), contact::reach, contact::uid, wiring.edits());
    MemberCompanions companions =
        new MemberCompanions(
            new Hub(),
            new ClusterCompanions(client, namespaces.writer(), wiring.home()),
            cluster,
            wiring.source(),
            namespaces,
            queue);
    comparison = new CompanionThread(id, companions::look, wiring.intervals().companions());
    policies = new MemberPolicies(cluster, wiring.dns(), companions, namespaces, queue);
    zones = new MemberTarget(cluster, namespaces, companions, queue, this::awaited);
  }

  /** What keeps pods there to what they may call, and to the decision. */
  private @Nullable Ensured awaited(BleuWorkload workload, String zone) {
    return policies.bindsPods(workload) ? gates.awaited(workload, zone) : Ensured.underWay(null);
  }

  private void writeGates() {
    gateThread.wake();
  }

  void start() {
    comparison.start();
    gateThread.start();
  }

  ZoneTarget zones() {
    return zones;
  }

  ClusterWideTarget policies() {
    return policies;
  }

  /** Whether the member is reached is another answer than before. */
  void reach(boolean now) {
    gateThread.wake();
    queue.reach(now);
  }

  /** The member has answered, and knows who asked. */
  void confirm() {
    queue.confirm();
  }

  /** Forgets what was remembered of a workload that is gone. */
  void forgetWorkload(WorkloadId id) {
    zones.forgetWorkload(id.namespace(), id.name());
    policies.forgetWorkload(id.namespace(), id.name());
    gates.forgetWorkload(id.namespace(), id.name());
  }

  /** Forgets what was remembered of an object that is gone. */
  void forget(String uid) {
    zones.forget(uid);
  }

  @Override
  public void close() {
    comparison.close();
    gateThread.close();
    queue.close();
  }

  /** What the comparison of companions asks. */
  private final class Hub implements MemberCompanions.Hub {
    @Override
    public @Nullable BleuWorkload workload(String namespace, String name) {
      return listener.workload(new WorkloadId(namespace, name));
    }

    @Override
    public boolean serves() {
      return listener.serves(member);
    }
  }

  /** What becomes of what was handed over. */
  private final class Answers implements MemberQueue.Listener {
    @Override
    public void answered(String namespace, String workload) {
      listener.changed(new WorkloadId(namespace, workload));
    }

    @Override
    public void silent() {
      contact.askNow();
    }

    @Override
    public boolean isReached() {
      return contact.reach().isReached();
    }
  }
}
