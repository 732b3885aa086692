package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.companion.PodNeeds;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The companions of each workload in another cluster. They are written on the threads of that
 * cluster before the pods that need them. Nothing tells when one changes, here or there: {@link
 * #look} compares them, and is to be called again and again on a thread of its own.
 */
public final class MemberCompanions {

  private static final String BRING = "companions";

  private final Hub hub;
  private final ClusterCompanions there;
  private final MemberServer cluster;
  private final CompanionSource source;
  private final MemberNamespaces namespaces;
  private final MemberQueue queue;
  private final PodNeeds needs;

  private final KnownCopies known;
  private final CompanionComparison comparison;

  /** What is known beside that cluster. */
  public interface Hub {
    /** A workload as it is now, null: it is gone. */
    @Nullable BleuWorkload workload(String namespace, String name);

    /**
     * Whether this way into the cluster is the one that serves: where there are two, one writes.
     */
    boolean serves();
  }

  /**
   * @param hub what is known beside that cluster
   * @param there the copies in that cluster
   * @param cluster that they are in
   * @param source the objects that are copied
   * @param namespaces of that cluster
   */
  public MemberCompanions(
      Hub hub,
      ClusterCompanions there,
      MemberServer cluster,
      CompanionSource source,
      MemberNamespaces namespaces,
      MemberQueue queue) {
    this.hub = hub;
    this.there = there;
    this.cluster = cluster;
    this.source = source;
    this.namespaces = namespaces;
    this.queue = queue;
    needs = new PodNeeds(there, source);
    known = new KnownCopies(queue::now);
    comparison =
        new CompanionComparison(hub, there, source, queue, known, this::writable, this::ask);
  }

  /** Asks for the companions of a workload, and follows them from now on. */
  void ensure(BleuWorkload workload, List<DeliveryProblem> problems) {
    String key = key(workload);
    known.follow(key);
    List<Companion> companions = companions(workload);
    DeliveryProblem said = companions.isEmpty() ? null : comparison.problem(workload);
    if (said != null && !problems.contains(said)) {
      problems.add(said);
    }
    if (!isWritable(workload)
        || known.isBrought(key, companions)
        || (companions.isEmpty() && !known.isHolder(key))) {
      return;
    }
    DeliveryProblem problem = ask(workload).problem();
    if (problem != null && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Follows a workload no more: what stands there stands on as it is. */
  void rest(BleuWorkload workload) {
    known.rest(key(workload));
  }

  /**
   * What keeps the pods of a manifest from starting in this cluster, with nothing written. It waits
   * for both servers.
   */
  @Nullable DeliveryProblem lacking(BleuWorkload workload, ZoneManifest manifest) {
    return needs.lacking(workload, manifest);
  }

  /** Brings what the pods of a manifest need, on a thread of this cluster; null: it is there. */
  @Nullable DeliveryProblem bring(BleuWorkload workload, ZoneManifest manifest) {
    DeliveryProblem problem =
        companions(workload).isEmpty() || isFresh(workload) ? null : carried(workload, true);
    return problem == null
        ? needs.lackingBesides(workload, manifest)
        : PodNeeds.in(manifest.zone(), problem);
  }

  /** Whether copies of a workload may stand there. */
  boolean mayStand(BleuWorkload workload) {
    return known.mayStand(key(workload));
  }

  /** Takes all of them from a workload, on a thread of this cluster. */
  void withdraw(BleuWorkload workload, List<DeliveryProblem> problems) {
    known.leaves(key(workload));
    for (HasMetadata copy : there.of(workload).copies()) {
      DeliveryProblem refused = there.release(workload, copy);
      if (refused != null) {
        problems.add(refused);
      }
    }
    DeliveryProblem left = left(workload);
    if (left != null) {
      problems.add(left);
    }
  }

  /** What is left of them, by the word of the server; null: nothing. */
  @Nullable DeliveryProblem left(BleuWorkload workload) {
    if (!mayStand(workload)) {
      return null;
    }
    ClusterCompanions.Listed left = there.of(workload);
    if (!left.copies().isEmpty()) {
      HasMetadata first = left.copies().get(0);
      return DeliveryProblem.removing(first.getKind() + " " + first.getMetadata().getName(), "");
    }
    DeliveryProblem unknown = left.unknown();
    if (unknown != null && (known.isHolder(key(workload)) || !companions(workload).isEmpty())) {
      return unknown;
    }
    known.gone(key(workload));
    return null;
  }

  /** Forgets a workload that is gone. */
  void forgetWorkload(String namespace, String name) {
    known.forget(namespace + "/" + name);
  }

  /**
   * Compares the copies with what they are copied from, and has written what differs. It waits for
   * both servers; one that does not answer is asked again the next time.
   */
  public void look() {
    comparison.look();
  }

  /** The followed workloads of which something may be written there now. */
  private List<BleuWorkload> writable() {
    return known.followed().stream()
        .map(this::now)
        .flatMap(Optional::stream)
        .filter(this::isWritable)
        .toList();
  }

  private Optional<BleuWorkload> now(String key) {
    int slash = key.indexOf('/');
    return Optional.ofNullable(hub.workload(key.substring(0, slash), key.substring(slash + 1)));
  }

  private MemberQueue.Answer ask(BleuWorkload workload) {
    return queue.ask(workload, BRING, companions(workload), false, () -> carriedOn(key(workload)));
  }

  /** What has left the cluster meanwhile is not brought there again. */
  private @Nullable DeliveryProblem carriedOn(String key) {
    BleuWorkload workload = known.isFollowed(key) && hub.serves() ? now(key).orElse(null) : null;
    if (workload == null || !isWritable(workload)) {
      return null;
    }
    DeliveryProblem refused = namespaces.ensure(workload);
    return refused == null ? carried(workload, false) : refused;
  }

  private boolean isFresh(BleuWorkload workload) {
    return known.isFresh(
        key(workload), workload.getMetadata().getGeneration(), companions(workload));
  }

  /**
   * One that is refused keeps none of the others from being written.
   *
   * @param copySuffices whether it is no matter that a source cannot be read while its copy stands
   */
  private @Nullable DeliveryProblem carried(BleuWorkload workload, boolean copySuffices) {
    String key = key(workload);
    List<Companion> companions = companions(workload);
    DeliveryProblem first = null;
    boolean unread = false;
    known.begins(key);
    for (Companion companion : companions) {
      CompanionSource.Found found = source.read(workload, companion);
      DeliveryProblem problem = found.problem();
      if (found.object() != null) {
        known.holds(key);
        problem = there.ensure(workload, found.object());
      } else if (copySuffices && found.isUnread() && there.stands(workload, companion)) {
        problem = null;
        unread = true;
      }
      first = first == null ? problem : first;
    }
    if (mayStand(workload)) {
      DeliveryProblem problem = releaseSurplus(workload, companions);
      first = first == null ? problem : first;
    }
    if (first == null && !unread) {
      known.brought(key, workload.getMetadata().getGeneration(), companions);
    }
    return first;
  }

  /** Takes away what is no companion any more, once no pod there may need it. */
  private @Nullable DeliveryProblem releaseSurplus(
      BleuWorkload workload, List<Companion> companions) {
    List<HasMetadata> children =
        cluster
            .objects()
            .get()
            .children(workload.getMetadata().getNamespace(), workload.getMetadata().getName());
    if (!children.stream().allMatch(PodNeeds::isRolledOut)) {
      return null;
    }
    Set<Companion> mentioned = mentioned(children);
    DeliveryProblem first = null;
    for (HasMetadata copy : there.of(workload).copies()) {
      Companion companion = new Companion(copy.getKind(), copy.getMetadata().getName());
      if (!companions.contains(companion) && !mentioned.contains(companion)) {
        DeliveryProblem problem = there.release(workload, copy);
        first = first == null ? problem : first;
      }
    }
    return first;
  }

  /** What the templates there mention, even if they are older than that of the workload. */
  private static Set<Companion> mentioned(List<HasMetadata> children) {
    Set<Companion> mentioned = new HashSet<>();
    for (HasMetadata child : children) {
      PodNeeds.used(child).forEach(one -> mentioned.add(new Companion(one.kind(), one.name())));
    }
    return mentioned;
  }

  /** Whether it is reached, and the workload says that something of it may stand there. */
  private boolean isWritable(BleuWorkload workload) {
    String known = cluster.uid().get();
    return known != null && cluster.isReached() && HeldZones.of(workload).containsValue(known);
  }

  static List<Companion> companions(BleuWorkload workload) {
    return workload.getSpec().workload().companions();
  }

  static String key(BleuWorkload workload) {
    return workload.getMetadata().getNamespace() + "/" + workload.getMetadata().getName();
  }
}
