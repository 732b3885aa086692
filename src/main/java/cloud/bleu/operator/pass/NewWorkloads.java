package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.cache.FactLag;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workloads for which nothing was decided yet. Each waits until the caches have what the API server
 * had once the workload came: a policy that was applied together with it counts.
 */
public final class NewWorkloads {

  private static final Logger LOG = LoggerFactory.getLogger(NewWorkloads.class);

  /** After which they are decided though a cache lags: it may never catch up. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** Between two questions at least; twice as long as the last one took. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Function<WorkloadId, @Nullable DecisionInForce> inForce;
  private final Function<Set<String>, FactLag.Answer> server;
  private final LongSupplier nanos;

  /** Workloads for which all that governs them has been read, by uid. */
  private final Set<String> known = new HashSet<>();

  /** When the waiting workloads came, by uid. */
  private final Map<String, Long> waiting = new HashMap<>();

  /** What the server had when it was asked last, while a cache has not all of it; else null. */
  private FactLag.@Nullable Answer answer;

  /** For whom it was asked, by uid, and until when it is not asked again. */
  private Set<String> asked = Set.of();

  private long until;

  /**
   * @param ledger has the decisions in force
   * @param server asked for what it has, for those of some namespaces
   */
  public NewWorkloads(Ledger ledger, Function<Set<String>, FactLag.Answer> server) {
    this(ledger::inForce, server, System::nanoTime);
  }

  /**
   * @param inForce the decision in force, null where there is none
   * @param server asked for what it has, for those of some namespaces
   * @param nanos a monotonic clock
   */
  NewWorkloads(
      Function<WorkloadId, @Nullable DecisionInForce> inForce,
      Function<Set<String>, FactLag.Answer> server,
      LongSupplier nanos) {
    this.inForce = inForce;
    this.server = server;
    this.nanos = nanos;
  }

  /** Whether some wait: another pass is to look for them after a {@link #PAUSE}. */
  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  /**
   * The objects of a pass without those that wait.
   *
   * @param reading reads the caches
   */
  ApiObjects of(Supplier<ApiObjects> reading) {
    ApiObjects objects = reading.get();
    Set<String> there = new HashSet<>();
    Map<String, String> arrived = new HashMap<>();
    for (BleuWorkload workload : objects.workloads()) {
      String uid = workload.getMetadata().getUid();
      there.add(uid);
      DecisionInForce decided = inForce.apply(ObjectRef.workload(workload));
      if (!known.contains(uid) && (decided == null || !decided.uid().equals(uid))) {
        arrived.put(uid, workload.getMetadata().getNamespace());
      }
    }
    known.retainAll(there);
    waiting.keySet().retainAll(arrived.keySet());
    if (arrived.isEmpty()) {
      return objects;
    }
    // They wait from now on, however long the server takes to answer.
    long now = nanos.getAsLong();
    arrived.keySet().forEach(uid -> waiting.putIfAbsent(uid, now));
    String missing = missing(arrived, now);
    Set<String> left = missing == null ? Set.of() : left(arrived.keySet(), now, missing);
    waiting.keySet().retainAll(left);
    // As of now: what the caches have by now is what they were asked for.
    return without(reading.get(), uid -> left.contains(uid) || !there.contains(uid));
  }

  /**
   * What a cache has not yet for those that have arrived; null when all is there for all of them.
   * Who is known from now on is taken out of them. The server is not asked again for what the
   * caches have got by themselves.
   */
  private @Nullable String missing(Map<String, String> arrived, long now) {
    String missing = answer == null ? null : answer.missing();
    if (answer != null && missing == null) {
      known(arrived, asked);
    }
    if (!arrived.isEmpty() && (answer == null || now - until >= 0)) {
      answer = server.apply(new TreeSet<>(arrived.values()));
      asked = Set.copyOf(arrived.keySet());
      long took = nanos.getAsLong() - now;
      until = now + took + Math.max(PAUSE.toNanos(), 2 * took);
      missing = answer.missing();
      if (missing == null) {
        known(arrived, asked);
      }
    }
    return missing;
  }

  private void known(Map<String, String> arrived, Set<String> some) {
    answer = null;
    for (String uid : some) {
      if (arrived.remove(uid) != null) {
        known.add(uid);
      }
    }
  }

  /** The arrived workloads that go on waiting. */
  private Set<String> left(Set<String> arrived, long now, String missing) {
    Set<String> left = new HashSet<>();
    for (String uid : arrived) {
      if (now - waiting.getOrDefault(uid, now) < LONGEST.toNanos()) {
        left.add(uid);
      } else {
        known.add(uid);
      }
    }
    if (left.size() < arrived.size()) {
      LOG.warn(
          "{} workloads are decided though not everything has been read: {}",
          arrived.size() - left.size(),
          missing);
    } else {
      LOG.debug("{} workloads wait: {}", left.size(), missing);
    }
    return left;
  }

  private static ApiObjects without(ApiObjects objects, Predicate<String> uids) {
    return objects.with(
        BleuWorkload.class,
        objects.workloads().stream().filter(w -> !uids.test(w.getMetadata().getUid())).toList());
  }
}
