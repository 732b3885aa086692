package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionOwners;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the copies in another cluster with what they are copied from. One that cannot be read
 * keeps no other workload from being compared: next time it comes after those that can.
 */
final class CompanionComparison {

  private static final Logger LOG = LoggerFactory.getLogger(CompanionComparison.class);

  /** For so long one look waits for requests that fail. */
  private static final Duration LOST = Duration.ofSeconds(20);

  private final MemberCompanions.Hub hub;
  private final ClusterCompanions there;
  private final CompanionSource source;
  private final MemberQueue queue;
  private final KnownCopies known;
  private final Supplier<List<BleuWorkload>> writable;
  private final Consumer<BleuWorkload> ask;
  private final ComparisonAges ages;

  /** When each workload failed that could not be compared last. Of the thread that looks alone. */
  private final Map<String, Long> failed = new HashMap<>();

  private final EqualCopies equal = new EqualCopies();

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
    ages = new ComparisonAges(queue::now);
  }

  /** That the companions of a workload were not compared for long; null: they were. */
  @Nullable DeliveryProblem problem(BleuWorkload workload) {
    return ages.problem(MemberCompanions.key(workload));
  }

  /** See {@link MemberCompanions#look}. */
  void look() {
    if (!hub.serves()) {
      known.growsOld();
      ages.retain(Set.of());
      return;
    }
    List<BleuWorkload> all = writable.get();
    Map<String, BleuWorkload> judged =
        all.stream()
            .filter(workload -> !MemberCompanions.companions(workload).isEmpty())
            .collect(Collectors.toMap(MemberCompanions::key, workload -> workload));
    ages.retain(judged.keySet());
    List<String> keys = all.stream().map(MemberCompanions::key).toList();
    failed.keySet().retainAll(keys);
    equal.retain(keys);
    if (all.isEmpty() || (known.isEmpty() && judged.isEmpty())) {
      return;
    }
    try {
      compare(all, judged);
    } catch (KubernetesClientException e) {
      LOG.debug("the copies of companions cannot be listed", e);
    }
    tell(judged);
  }

  private void compare(List<BleuWorkload> all, Map<String, BleuWorkload> judged) {
    ClusterCompanions.Listed standing = there.all();
    Map<String, Map<Companion, String>> copies = copies(standing.copies());
    known.seen(copies.keySet(), standing.unlisted().isEmpty());
    long lost = 0;
    for (BleuWorkload workload : failedLast(all)) {
      String key = MemberCompanions.key(workload);
      long began = queue.now();
      try {
        if (isDue(workload, copies.getOrDefault(key, Map.of()))) {
          ask.accept(workload);
        }
        failed.remove(key);
        ages.compared(key);
      } catch (KubernetesClientException e) {
        LOG.debug("the companions of {} cannot be compared", key, e);
        failed.put(key, queue.now());
        lost += queue.now() - began;
        if (lost >= LOST.toNanos()) {
          return;
        }
      }
      tell(judged);
    }
  }

  /** The others first, then those whose failure is the longest ago. */
  private List<BleuWorkload> failedLast(List<BleuWorkload> all) {
    return all.stream()
        .sorted(
            Comparator.comparing(
                workload -> failed.get(MemberCompanions.key(workload)),
                Comparator.nullsFirst(Comparator.naturalOrder())))
        .toList();
  }

  /** Has those delivered again that are to say something else: the answer does so. */
  private void tell(Map<String, BleuWorkload> judged) {
    Map<String, BleuWorkload> news = new HashMap<>(judged);
    news.keySet().retainAll(ages.news(judged.keySet()));
    news.values()
        .forEach(workload -> queue.ask(workload, "comparison", "comparison", true, () -> null));
  }

  /** By workload, the version of each copy that it has. */
  private static Map<String, Map<Companion, String>> copies(List<HasMetadata> standing) {
    Map<String, Map<Companion, String>> copies = new HashMap<>();
    for (HasMetadata copy : standing) {
      for (String workload : CompanionOwners.of(copy)) {
        copies
            .computeIfAbsent(
                copy.getMetadata().getNamespace() + "/" + workload, w -> new HashMap<>())
            .put(
                new Companion(copy.getKind(), copy.getMetadata().getName()),
                copy.getMetadata().getResourceVersion());
      }
    }
    return copies;
  }

  /** Each is read, compared and dropped: all of them at once may be more than there is memory. */
  private boolean isDue(BleuWorkload workload, Map<Companion, String> copies) {
    List<Companion> companions = MemberCompanions.companions(workload);
    for (Companion companion : companions) {
      HasMetadata object = source.read(workload, companion).object();
      if (object == null || !isHeld(workload, companion, object, copies.get(companion))) {
        return true;
      }
    }
    return !companions.containsAll(copies.keySet());
  }

  private boolean isHeld(
      BleuWorkload workload, Companion companion, HasMetadata object, @Nullable String copy) {
    String key = MemberCompanions.key(workload);
    if (equal.holds(key, companion, object, copy)) {
      return true;
    }
    boolean held = there.isHeld(workload, object);
    if (held) {
      equal.found(key, companion, object, copy);
    }
    return held;
  }
}
