package cloud.bleu.operator.gate;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Gate;
import cloud.bleu.delivery.PodAssignments;
import cloud.bleu.delivery.Problem;
import cloud.bleu.ledger.GateWriter;
import cloud.bleu.ledger.InForce;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.cache.OthersPods;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.AdmittedContents;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.GovernedNamespaces;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The PlacementGates of the governed namespaces, kept to the decisions in force: after their
 * WorkloadPlacements, before their children. Level-based, so that a new leader finds out by itself
 * what its predecessor had not written yet.
 *
 * <p>Written by the placement loop; asked by any.
 */
public final class Gates implements AutoCloseable {

  private static final Problem FULL =
      new Problem(
          "GateFull",
          "the PlacementGate of this namespace has no room for another workload: move workloads to another namespace",
          true);

  private final GateWriter writer;
  private final GateWrites writes;
  private volatile State state = new State(Set.of(), Map.of(), Set.of(), Map.of(), Map.of());

  /** What the last write left behind. */
  private record State(
      Set<String> governed,
      Map<WorkloadId, Long> covered,
      Set<WorkloadId> full,
      Map<String, PodAssignments> pods,
      Map<String, String> faults) {}

  /**
   * What came of writing.
   *
   * @param toDeliver workloads of which more, or less, may be delivered as of now
   * @param again after how long a gate that was not written is tried again; null: all are written
   */
  public record Written(Set<WorkloadId> toDeliver, @Nullable Duration again) {}

  /**
   * @param late run, on any thread, when an answer has come that nobody waited for any more
   */
  public Gates(GateWriter writer, RefusedWrites refused, Runnable late) {
    this.writer = writer;
    this.writes = new GateWrites(writer, refused, late);
  }

  @Override
  public void close() {
    writes.close();
  }

  /** Has the gates of some namespaces tried again that were not written. */
  public void hurry(Predicate<String> namespaces) {
    writes.hurry(namespaces);
  }

  /**
   * Takes the answers that have come since the last {@link #write}.
   *
   * @return whether a gate is written since, or is not for another reason than before
   */
  public boolean takeAnswers() throws LedgerConflictException {
    return writes.takeAnswers();
  }

  /** After how long a gate that was not written is tried again; null: all are, or on their way. */
  public @Nullable Duration untilRetry() {
    return writes.untilRetry();
  }

  /** Reads every gate from the server. */
  public void recover() {
    writes.forgive();
    writer.recover();
    state = new State(state.governed(), Map.of(), Set.of(), Map.of(), state.faults());
  }

  /** Takes note of a gate that a watch shows; says whether it is another than was written. */
  public boolean seen(String namespace, @Nullable PlacementGateSpec spec) {
    return writer.seen(namespace, spec);
  }

  /** Whether the decision may be delivered: its namespace is not governed, or its gate has it. */
  public boolean open(WorkloadId id, InForce inForce) {
    State now = state;
    return !now.governed().contains(id.namespace())
        || Long.valueOf(sequence(inForce.spec())).equals(now.covered().get(id));
  }

  /** Why the gate of its namespace does not have the decision; none: it is on its way there. */
  public List<Problem> problems(WorkloadId id) {
    State now = state;
    if (now.full().contains(id)) {
      return List.of(FULL);
    }
    String fault = now.faults().get(id.namespace());
    return fault == null
        ? List.of()
        : List.of(
            new Problem(
                "GateNotWritten",
                "the PlacementGate of this namespace cannot be written, and nothing new is let in"
                    + " without it: "
                    + fault,
                true));
  }

  /**
   * The zones of the pods of a namespace that others created, as the last write left them; null
   * while that is not known.
   */
  public @Nullable PodAssignments pods(String namespace) {
    return state.pods().get(namespace);
  }

  /** Writes every gate that does not say what is decided. */
  public Written write(
      ApiObjects objects, Translation translation, Map<WorkloadId, InForce> decided)
      throws LedgerConflictException {
    return write(objects, translation, decided, namespace -> true);
  }

  /**
   * Writes the gates of some namespaces where they do not say what is decided; what is known of all
   * others stays as it is.
   */
  public Written write(
      ApiObjects objects,
      Translation translation,
      Map<WorkloadId, InForce> decided,
      Predicate<String> concerned)
      throws LedgerConflictException {
    State before = state;
    Set<String> governed = governed(objects);
    Set<WorkloadId> external = external(objects);
    Map<String, Map<WorkloadId, InForce>> byNamespace = new HashMap<>();
    decided.forEach(
        (id, inForce) -> {
          if (governed.contains(id.namespace()) && !external.contains(id)) {
            byNamespace.computeIfAbsent(id.namespace(), n -> new HashMap<>()).put(id, inForce);
          }
        });
    Map<String, Map<String, String>> selectors = Orders.selectors(objects.zones());
    Set<String> known = new TreeSet<>(writer.namespaces());
    known.addAll(governed);
    Map<WorkloadId, Long> covered = kept(before.covered(), id -> !concerned.test(id.namespace()));
    Set<WorkloadId> full = new HashSet<>(before.full());
    full.removeIf(id -> concerned.test(id.namespace()));
    decided.forEach(
        (id, inForce) -> {
          if (external.contains(id)) {
            covered.put(id, sequence(inForce.spec()));
          }
        });
    Set<String> ending = ending(objects);
    Map<String, String> faults = kept(before.faults(), namespace -> !concerned.test(namespace));
    writes.begin(known);
    Map<String, PodAssignments> pods = kept(before.pods(), n -> !concerned.test(n));
    OthersPods.of(objects, decided, selectors, namespace -> assigned(before, namespace))
        .forEach(
            (namespace, of) -> {
              if (concerned.test(namespace)) {
                pods.put(namespace, of);
              }
            });
    Map<String, Gate> wanted = new LinkedHashMap<>();
    for (String namespace : writes.inTurn(known)) {
      if (!concerned.test(namespace)) {
        continue;
      }
      if (!governed.contains(namespace)) {
        writes.queue(namespace, null);
      } else if (ending.contains(namespace) && writer.spec(namespace) == null) {
        // Its gate went before it, and the API server takes no other.
        writes.over(namespace);
      } else {
        Map<WorkloadId, InForce> of = byNamespace.getOrDefault(namespace, Map.of());
        Gate gate =
            gate(
                namespace,
                of,
                selectors,
                contents(translation, namespace, of),
                new Gate.Others(
                    OthersPods.selectors(objects, namespace),
                    pods.getOrDefault(namespace, PodAssignments.NONE).assigned()));
        wanted.put(namespace, gate);
        writes.queue(namespace, gate.spec());
      }
    }
    writes.await();
    wanted.forEach(
        (namespace, gate) -> {
          gate.leftOut().forEach(name -> full.add(new WorkloadId(namespace, name)));
          if (writes.isWritten(namespace)) {
            byNamespace
                .getOrDefault(namespace, Map.of())
                .forEach(
                    (id, inForce) -> {
                      if (gate.covered().contains(id.name())) {
                        covered.put(id, sequence(inForce.spec()));
                      }
                    });
          } else {
            String fault = writes.fault(namespace);
            if (fault != null) {
              faults.put(namespace, fault);
            }
            pods.remove(namespace);
          }
        });
    State now =
        new State(
            governed, Map.copyOf(covered), Set.copyOf(full), Map.copyOf(pods), Map.copyOf(faults));
    state = now;
    return new Written(toDeliver(objects, decided, before, now), writes.untilRetry());
  }

  /** Workloads of which something else may be delivered than before. */
  private static Set<WorkloadId> toDeliver(
      ApiObjects objects, Map<WorkloadId, InForce> decided, State before, State now) {
    Set<WorkloadId> toDeliver = new HashSet<>();
    for (WorkloadId id : decided.keySet()) {
      String namespace = id.namespace();
      if (!Objects.equals(now.faults().get(namespace), before.faults().get(namespace))) {
        toDeliver.add(id);
      }
    }
    now.covered()
        .forEach(
            (id, sequence) -> {
              if (!sequence.equals(before.covered().get(id))) {
                toDeliver.add(id);
              }
            });
    now.pods()
        .forEach(
            (namespace, pods) -> {
              if (!pods.equals(before.pods().get(namespace))) {
                OthersPods.selectors(objects, namespace)
                    .keySet()
                    .forEach(name -> toDeliver.add(new WorkloadId(namespace, name)));
              }
            });
    return toDeliver;
  }

  private static <K, V> Map<K, V> kept(Map<K, V> known, Predicate<K> which) {
    Map<K, V> kept = new HashMap<>(known);
    kept.keySet().removeIf(key -> !which.test(key));
    return kept;
  }

  /** What pods that others created were assigned so far. */
  private Map<String, PlacementGateSpec.Assigned> assigned(State before, String namespace) {
    PlacementGateSpec spec = writer.spec(namespace);
    if (spec != null) {
      return spec.assigned();
    }
    PodAssignments last = before.pods().get(namespace);
    return last == null ? Map.of() : last.assigned();
  }

  private Gate gate(
      String namespace,
      Map<WorkloadId, InForce> decided,
      Map<String, Map<String, String>> selectors,
      Gate.Contents contents,
      Gate.Others others) {
    Map<String, WorkloadPlacementSpec> published = new HashMap<>();
    Set<String> waiting = new HashSet<>();
    decided.forEach(
        (id, inForce) -> {
          if (inForce.published()) {
            published.put(id.name(), inForce.spec());
          } else {
            waiting.add(id.name());
          }
        });
    return Gate.of(published, waiting, selectors, contents, others, writer.spec(namespace));
  }

  private static Gate.Contents contents(
      Translation translation, String namespace, Map<WorkloadId, InForce> decided) {
    Map<String, Set<String>> zones = new HashMap<>();
    decided.forEach(
        (id, inForce) ->
            zones.put(
                id.name(),
                inForce.spec().assignments().stream()
                    .filter(a -> a.replicas() > 0)
                    .map(a -> a.zone())
                    .collect(Collectors.toSet())));
    AdmittedContents contents = AdmittedContents.of(translation, namespace, zones);
    return new Gate.Contents(
        contents.images(),
        contents.claimsOnly(),
        contents.unread(),
        contents.requests(),
        contents.claims(),
        contents.claimsUnread());
  }

  /** The namespaces that are being deleted. */
  private static Set<String> ending(ApiObjects objects) {
    return objects.namespaces().stream()
        .filter(n -> n.getMetadata().getDeletionTimestamp() != null)
        .map(n -> n.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** The namespaces that ask for admission to keep, or to report on, the decisions. */
  public static Set<String> governed(ApiObjects objects) {
    Set<String> governed = new HashSet<>();
    for (Namespace namespace : objects.namespaces()) {
      if (GovernedNamespaces.level(namespace) != null) {
        governed.add(namespace.getMetadata().getName());
      }
    }
    return governed;
  }

  /** Workloads that create no pods here. */
  private static Set<WorkloadId> external(ApiObjects objects) {
    Set<WorkloadId> external = new HashSet<>();
    for (BleuWorkload w : objects.workloads()) {
      if (w.getSpec() != null
          && w.getSpec().workload() != null
          && w.getSpec().workload().external() != null) {
        external.add(new WorkloadId(w.getMetadata().getNamespace(), w.getMetadata().getName()));
      }
    }
    return external;
  }

  private static long sequence(WorkloadPlacementSpec spec) {
    return spec.decision() == null || spec.decision().sequence() == null
        ? 0
        : spec.decision().sequence();
  }
}
