package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionOwners;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the copies in another cluster with what they are copied from. */
final class CompanionComparison {

  private static final Logger LOG = LoggerFactory.getLogger(CompanionComparison.class);

  private final MemberCompanions.Hub hub;
  private final ClusterCompanions there;
  private final CompanionSource source;
  private final MemberQueue queue;
  private final KnownCopies known;
  private final Supplier<List<BleuWorkload>> writable;
  private final Consumer<BleuWorkload> ask;
  private final LateComparison late;

  /**
   * @param writable the workloads whose copies may be written now
   * @param ask has the companions of a workload written
   */
  CompanionComparison(
      MemberCompanions.Hub hub,
      ClusterCompanions there,
      CompanionSource source,
      MemberQueue queue,
      KnownCopies known,
      Supplier<List<BleuWorkload>> writable,
      Consumer<BleuWorkload> ask) {
    this.hub = hub;
    this.there = there;
    this.source = source;
    this.queue = queue;
    this.known = known;
    this.writable = writable;
    this.ask = ask;
    late = new LateComparison(queue::now);
  }

  /** That nothing was compared for long; null: it was. */
  @Nullable DeliveryProblem problem() {
    return late.problem();
  }

  /** See {@link MemberCompanions#look}. */
  void look() {
    if (!hub.serves()) {
      known.growsOld();
      return;
    }
    List<BleuWorkload> all = writable.get();
    boolean done =
        all.isEmpty()
            || (known.isEmpty()
                && all.stream().allMatch(w -> MemberCompanions.companions(w).isEmpty()));
    try {
      if (!done) {
        compare(all);
        done = true;
      }
    } catch (KubernetesClientException e) {
      LOG.debug("the copies of companions cannot be read", e);
    } finally {
      if (late.ended(done)) {
        for (BleuWorkload workload : all) {
          // The answer has the workload delivered again, which says it.
          queue.ask(workload, "comparison", "comparison", true, () -> null);
        }
      }
    }
  }

  private void compare(List<BleuWorkload> all) {
    ClusterCompanions.Listed standing = there.all();
    Map<String, Set<Companion>> copies = copies(standing.copies());
    known.seen(copies.keySet(), standing.unlisted().isEmpty());
    for (BleuWorkload workload : all) {
      if (isDue(workload, copies.getOrDefault(MemberCompanions.key(workload), Set.of()))) {
        ask.accept(workload);
      }
    }
  }

  private static Map<String, Set<Companion>> copies(List<HasMetadata> standing) {
    Map<String, Set<Companion>> copies = new HashMap<>();
    for (HasMetadata copy : standing) {
      for (String workload : CompanionOwners.of(copy)) {
        copies
            .computeIfAbsent(
                copy.getMetadata().getNamespace() + "/" + workload, w -> new HashSet<>())
            .add(new Companion(copy.getKind(), copy.getMetadata().getName()));
      }
    }
    return copies;
  }

  /** Each is read, compared and dropped: all of them at once may be more than there is memory. */
  private boolean isDue(BleuWorkload workload, Set<Companion> copies) {
    List<Companion> companions = MemberCompanions.companions(workload);
    for (Companion companion : companions) {
      HasMetadata object = source.read(workload, companion).object();
      if (object == null || !there.isHeld(workload, object)) {
        return true;
      }
    }
    return !companions.containsAll(copies);
  }
}
