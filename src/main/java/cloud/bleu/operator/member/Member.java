package cloud.bleu.operator.member;

import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.ClusterWideTarget;
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
 * Another cluster that can be reached: its clients, its caches, what is written there, and the
 * thread that asks whether it answers.
 */
final class Member implements AutoCloseable {

  private final String id;
  private final MemberAccess way;
  private final KubernetesClient given;
  private final KubernetesClient client;
  private final KubernetesClient prober;
  private final MemberContact contact;
  private final MemberDelivery delivery;
  private final MemberListener listener;

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
    given = wiring.given();
    identity = MemberIdentity.of("", given.getConfiguration());
    client = wiring.client();
    prober = wiring.prober();
    caches =
        new RenewedCaches(
            () ->
                new MemberCaches(
                    client,
                    wiring.home(),
                    new WorkloadNews(listener::changed, this::forget),
                    listener.ofNodes(this)));
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
    delivery = new MemberDelivery(this, caches::now, contact, wiring, listener);
  }

  void start() {
    caches.start();
    contact.start();
    delivery.start();
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
    return delivery.zones();
  }

  ClusterWideTarget policies() {
    return delivery.policies();
  }

  /** Forgets what was remembered of a workload that is gone. */
  void forgetWorkload(WorkloadId id) {
    delivery.forgetWorkload(id);
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
    delivery.close();
    caches.close();
    prober.close();
    given.close();
  }

  private void forget(String uid) {
    delivery.forget(uid);
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
      delivery.reach(contact.reach().isReached());
      listener.reachChanged(Member.this);
    }

    @Override
    public void confirmed() {
      delivery.confirm();
    }
  }
}
