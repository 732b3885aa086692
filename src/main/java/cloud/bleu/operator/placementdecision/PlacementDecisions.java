package cloud.bleu.operator.placementdecision;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ClusterProfileRef;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.operator.cache.KindRounds;
import cloud.bleu.operator.cache.WriteBackoff;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A PlacementDecision for each workload that has replicas in clusters of the inventory, while the
 * cluster has that kind. Level-based: what should be there is compared with what a watch shows.
 */
public final class PlacementDecisions implements AutoCloseable {

  private final Supplier<Map<WorkloadId, DecisionInForce>> inForce;
  private final Supplier<? extends Collection<AvailabilityZone>> zones;
  private final RefusedWrites refused;
  private final Predicate<String> served;
  private final KindRounds rounds;
  private final PlacementDecisionStore store;
  final KindRounds.Work work = new Rounds();

  /** Whether a pass has ended: what is in force is not read from the server before. */
  private volatile boolean decided;

  /** The object at which a round broke off last; the next begins after it. */
  private String brokeOff = "";

  /** Workloads of which a name is somebody else's or a write is refused, with who that is about. */
  private final Map<String, ObjectReference> told = new HashMap<>();

  /**
   * @param inForce the decisions in force
   * @param served whether objects may be written in a namespace; those of others stay as they are
   * @param thread of the rounds; it is ended with this
   */
  public PlacementDecisions(
      KubernetesClient client,
      Supplier<Map<WorkloadId, DecisionInForce>> inForce,
      Supplier<? extends Collection<AvailabilityZone>> zones,
      RefusedWrites refused,
      Predicate<String> served,
      ScheduledExecutorService thread) {
    this.inForce = inForce;
    this.zones = zones;
    this.refused = refused;
    this.served = served;
    rounds =
        new KindRounds(
            client,
            "placement decisions",
            DecisionSlices.CRD,
            DecisionSlices.VERSION,
            // Zones by a ClusterProfile say which value of the chart they lack.
            null,
            work,
            thread);
    store = new PlacementDecisionStore(client, rounds::wake);
  }

  /** To be called when this process leads. Returns at once. */
  public void start() {
    rounds.start();
  }

  /**
   * A pass has ended: a decision or a zone may be another. Nothing is written or removed before the
   * first has. Returns at once.
   */
  public void decided() {
    decided = true;
    rounds.wake();
  }

  @Override
  public void close() {
    rounds.close();
    store.close();
  }

  private final class Rounds implements KindRounds.Work {
    @Override
    public void begin() {
      store.watch();
    }

    @Override
    public void end() {
      store.close();
    }

    @Override
    public boolean write(WriteBackoff backoff) {
      List<GenericKubernetesResource> ours = store.ours();
      if (ours == null) {
        // The watch tells when it sees them.
        return false;
      }
      return !decided || PlacementDecisions.this.write(ours, backoff);
    }
  }

  /**
   * What is to be done about one object.
   *
   * @param content what is to be written over what: while that is the same it is refused again
   */
  private record Step(
      GenericKubernetesResource object,
      List<Object> content,
      Supplier<PlacementDecisionStore.Outcome> write) {}

  private boolean write(List<GenericKubernetesResource> ours, WriteBackoff backoff) {
    boolean complete = true;
    Map<WorkloadId, DecisionInForce> decisions = inForce.get();
    for (DecisionInForce one : decisions.values()) {
      complete &= one.published();
    }
    NavigableMap<String, Step> steps = steps(decisions, ours);
    Map<String, ObjectReference> before = new HashMap<>(told);
    before.keySet().removeAll(steps.keySet());
    backoff.retain(steps.keySet());
    List<Map.Entry<String, Step>> inOrder =
        new ArrayList<>(steps.tailMap(brokeOff, false).entrySet());
    inOrder.addAll(steps.headMap(brokeOff, true).entrySet());
    for (Map.Entry<String, Step> one : inOrder) {
      // A server that does not answer is not asked for each of thousands.
      brokeOff = one.getKey();
      complete &= attempt(one.getValue(), backoff);
    }
    brokeOff = "";
    before.forEach(this::over);
    return complete;
  }

  private NavigableMap<String, Step> steps(
      Map<WorkloadId, DecisionInForce> decisions, List<GenericKubernetesResource> ours) {
    Map<String, GenericKubernetesResource> live = new HashMap<>();
    ours.forEach(one -> live.put(key(one), one));
    Map<String, ClusterProfileRef> profiles = profiles();
    NavigableMap<String, Step> steps = new TreeMap<>();
    decisions.forEach(
        (id, one) -> {
          WorkloadPlacementSpec written = one.written();
          if (written != null) {
            for (GenericKubernetesResource wanted :
                DecisionSlices.of(id, one.uid(), written.assignments(), profiles)) {
              GenericKubernetesResource there = live.remove(key(wanted));
              steps.put(
                  key(wanted),
                  new Step(
                      wanted,
                      List.of(wanted, there == null ? "" : there),
                      () -> bring(wanted, there)));
            }
          }
        });
    live.forEach(
        (key, left) -> steps.put(key, new Step(left, List.of(left), () -> store.delete(left))));
    steps.values().removeIf(one -> !served.test(one.object().getMetadata().getNamespace()));
    return steps;
  }

  private PlacementDecisionStore.Outcome bring(
      GenericKubernetesResource wanted, @Nullable GenericKubernetesResource there) {
    if (there == null) {
      return store.create(wanted);
    }
    String uid = DecisionSlices.workload(wanted);
    if (there.getMetadata().getDeletionTimestamp() != null) {
      return PlacementDecisionStore.Outcome.OVERTAKEN;
    }
    if (uid == null || !uid.equals(DecisionSlices.workload(there))) {
      // It was for a workload of this name that is gone: it goes with that, and another one comes.
      store.delete(there);
      return PlacementDecisionStore.Outcome.OVERTAKEN;
    }
    return DecisionSlices.isAs(there, wanted)
        ? PlacementDecisionStore.Outcome.DONE
        : store.apply(wanted, there);
  }

  /**
   * Writes one; what is refused or in the way is told.
   *
   * @return whether it is as it should be
   * @throws KubernetesClientException what is no refusal
   */
  private boolean attempt(Step step, WriteBackoff backoff) {
    GenericKubernetesResource object = step.object();
    String key = key(object);
    if (!backoff.isDue(key, step.content())) {
      return false;
    }
    try {
      PlacementDecisionStore.Outcome outcome = step.write().get();
      switch (outcome) {
        case TAKEN -> {
          backoff.refused(key, step.content());
          tell(
              object,
              "there is a PlacementDecision "
                  + object.getMetadata().getName()
                  + " that is somebody else's, so it stays as it is, and the decision is in"
                  + " WorkloadPlacement alone: delete it or give it another name",
              null);
        }
        case DONE -> {
          backoff.over(key);
          over(key, workload(object));
        }
        case OVERTAKEN -> backoff.over(key);
      }
      return outcome == PlacementDecisionStore.Outcome.DONE;
    } catch (KubernetesClientException e) {
      Refusal refusal = Refusal.of(e);
      if (refusal == null) {
        throw e;
      }
      backoff.refused(key, step.content());
      tell(
          object,
          "PlacementDecision "
              + object.getMetadata().getName()
              + " cannot be written: "
              + refusal.sentence(),
          refusal.source());
      return false;
    }
  }

  private void tell(
      GenericKubernetesResource object, String sentence, Refusal.@Nullable Source source) {
    ObjectReference workload = workload(object);
    told.put(key(object), workload);
    refused.refused(RefusedWrites.Write.PlacementDecision, workload, sentence, source);
  }

  private void over(String key, ObjectReference workload) {
    if (told.remove(key) != null && !told.containsValue(workload)) {
      refused.over(RefusedWrites.Write.PlacementDecision, workload);
    }
  }

  private Map<String, ClusterProfileRef> profiles() {
    Map<String, ClusterProfileRef> profiles = new HashMap<>();
    for (AvailabilityZone zone : zones.get()) {
      if (zone.getSpec() != null
          && zone.getSpec().target() != null
          && zone.getSpec().target().clusterProfile() != null) {
        profiles.put(zone.getMetadata().getName(), zone.getSpec().target().clusterProfile());
      }
    }
    return profiles;
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  private static ObjectReference workload(GenericKubernetesResource decision) {
    return new ObjectReferenceBuilder()
        .withApiVersion(HasMetadata.getApiVersion(BleuWorkload.class))
        .withKind(HasMetadata.getKind(BleuWorkload.class))
        .withNamespace(decision.getMetadata().getNamespace())
        .withName(decision.getMetadata().getLabels().get(DecisionSlices.WORKLOAD))
        .withUid(DecisionSlices.workload(decision))
        .build();
  }
}
