package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.member.MemberCompanions;
import cloud.bleu.delivery.member.MemberGates;
import cloud.bleu.delivery.member.MemberNamespaces;
import cloud.bleu.delivery.member.MemberPolicies;
import cloud.bleu.delivery.member.MemberQueue;
import cloud.bleu.delivery.member.MemberServer;
import cloud.bleu.delivery.member.MemberTarget;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.MemberCaches;
import cloud.bleu.operator.cache.MemberNodes;
import cloud.bleu.operator.cache.UnseenKind;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another cluster that can be reached: its clients, its caches, the threads that write there, one
 * workload on one of them, and the thread that asks whether it answers.
 */
final class Member implements AutoCloseable {

  private final String id;
  private final MemberAccess way;
  private final KubernetesClient given;
  private final KubernetesClient client;
  private final KubernetesClient prober;
  private final MemberQueue queue;
  private final MemberTarget zones;
  private final MemberPolicies policies;
  private final MemberContact contact;
  private final CompanionThread comparison;
  private final MemberGates gates;
  private final GateThread gateThread;
  private final MemberListener listener;
  private final String home;

  /** Which cluster it is, by the uid that was said last. */
  private volatile MemberIdentity identity;

  private final RenewedCaches caches;

  /**
   * @param id by which zones name it
   * @param way that it was connected by
   */
  Member(String id, MemberAccess way, MemberWiring wiring, MemberListener listener) {
    this.id = id;
    this.way = way;
    this.listener = listener;
    home = wiring.home();
    given = wiring.given();
    identity = MemberIdentity.of("", given.getConfiguration());
    client = wiring.client();
    prober = wiring.prober();
    caches =
        new RenewedCaches(
            () ->
                new MemberCaches(
                    client,
                    home,
                    new WorkloadNews(listener::changed, this::forget),
                    listener.ofNodes(this)));
    queue = new MemberQueue(id, new Answers(), wiring.nanos(), wiring.pause()::left);
    contact =
        new MemberContact(
            id,
            wiring.clock(),
            wiring.nanos(),
            wiring.intervals().contact(),
            prober,
            wiring.pause()::left,
            new Questions());
    wiring.refusals().tell(contact::askNow);
    MemberNamespaces namespaces =
        new MemberNamespaces(client, wiring.home(), wiring.gates()::labels);
    gates =
        new MemberGates(
            new MemberHubDecisions(
                wiring.gates(), () -> listener.serves(this), this::writeGates, listener::changed),
            client,
            wiring.home(),
            namespaces,
            contact::reach,
            contact::uid);
    gateThread = new GateThread(id, gates, wiring.gates(), wiring.intervals().gates());
    MemberServer cluster =
        new MemberServer(
            client, caches::now, wiring.home(), contact::reach, contact::uid, wiring.edits());
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
    caches.start();
    contact.start();
    comparison.start();
    gateThread.start();
  }

  String id() {
    return id;
  }

  /** Whether it was connected by this way. */
  boolean isBy(MemberAccess other) {
    return way.isSameWay(other);
  }

  Reach reach() {
    return contact.reach();
  }

  /** Whether another cluster answers by now where this one did. */
  boolean isReplaced() {
    return contact.isReplaced();
  }

  /** The uid of its namespace kube-system; null before it has answered. */
  @Nullable String uid() {
    return contact.uid();
  }

  /** The version of Kubernetes that it said last; null before it has said one. */
  @Nullable MemberVersion version() {
    return contact.version();
  }

  /** Whether it was asked for its version, even if it did not state one. */
  boolean isVersionAsked() {
    return contact.isVersionAsked();
  }

  /** What there is to know of working with it while it is reached; null: nothing. */
  @Nullable String remark() {
    if (!reach().isReached()) {
      return null;
    }
    MemberVersion said = version();
    String ofVersion = said == null ? null : said.remark("the operator");
    String ofNodes = nodes().remark();
    return ofVersion == null || ofNodes == null
        ? (ofVersion == null ? ofNodes : ofVersion)
        : ofVersion + "; " + ofNodes;
  }

  /** Which cluster it is, the same object for as long as that is so; null before it answered. */
  @Nullable MemberIdentity identity() {
    String uid = contact.uid();
    if (uid == null) {
      return null;
    }
    MemberIdentity now = identity.of(uid);
    identity = now;
    return now;
  }

  /** Asks soon whether it answers, and whether it is still the cluster that it says it is. */
  void askNow() {
    contact.askNow();
  }

  ZoneTarget zones() {
    return zones;
  }

  ClusterWideTarget policies() {
    return policies;
  }

  /** Forgets what was remembered of a workload that is gone. */
  void forgetWorkload(WorkloadId id) {
    zones.forgetWorkload(id.namespace(), id.name());
    policies.forgetWorkload(id.namespace(), id.name());
    gates.forgetWorkload(id.namespace(), id.name());
  }

  boolean hasChildren(String zone) {
    return caches.now().hasChildren(zone);
  }

  /** What it runs of this hub though the hub does not have the workload, as it was seen last. */
  List<HasMetadata> undeclared() {
    return caches.now().undeclared();
  }

  /** Whether something of a workload runs there, as it was seen last. */
  boolean holds(WorkloadId id) {
    return caches.now().holds(id);
  }

  /** Its nodes, and what runs on them. */
  MemberNodes nodes() {
    return caches.now().nodes();
  }

  @Override
  public void close() {
    contact.close();
    comparison.close();
    gateThread.close();
    queue.close();
    caches.close();
    prober.close();
    given.close();
  }

  private void forget(String uid) {
    zones.forget(uid);
  }

  /** What the comparison of companions asks. */
  private final class Hub implements MemberCompanions.Hub {
    @Override
    public @Nullable BleuWorkload workload(String namespace, String name) {
      return listener.workload(new WorkloadId(namespace, name));
    }

    @Override
    public boolean serves() {
      return listener.serves(Member.this);
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
      return reach().isReached();
    }
  }

  /** What the contact has to know beyond an answer. */
  private final class Questions implements MemberContact.Cluster {
    @Override
    public List<UnseenKind> unseen() {
      return caches.unseen();
    }

    @Override
    public void readAnew() {
      caches.readAnew();
    }

    @Override
    public @Nullable Instant awaySince() {
      return listener.awaySince(Member.this);
    }

    @Override
    public @Nullable ContactFault misplaced(String uid) {
      return listener.misplaced(Member.this, uid);
    }

    @Override
    public void changed() {
      gateThread.wake();
      queue.reach(contact.reach().isReached());
      listener.reachChanged(Member.this);
    }
  }
}
