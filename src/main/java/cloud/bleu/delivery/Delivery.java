package cloud.bleu.delivery;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.RolloutSettings.Replacement;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.delivery.ReferenceDelivery.ScaleDown;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.karmada.KarmadaTarget;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.rollout.Rollout;
import cloud.bleu.delivery.rollout.ZoneRollout;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.EgressReport;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the decision on a workload, in this order: the NetworkPolicy that says what its pods may
 * call, what goes along to other clusters (companions), its zones, the PodDisruptionBudget, and the
 * Deployment that served as template. It is safe to call again and again: each step compares, then
 * writes what differs.
 */
public final class Delivery {

  private final ZoneTarget target;
  private final Clusters clusters;
  private final PolicyDelivery policies;
  private final Removal removal;
  private final ZoneRollout rollout;
  private final ReferenceDelivery references;
  private final PodDelivery pods;
  private final KarmadaDelivery karmada;

  /**
   * @param client of the cluster of the workloads
   * @param target that has every zone
   * @param clusters that the zones are in
   * @param karmada that has the zones of workloads that Karmada carries out
   * @param writing what bindings of Karmada are written through, around their target
   * @param edits is told of who scales a Deployment up that served as template
   */
  public Delivery(
      KubernetesClient client,
      ZoneTarget target,
      Clusters clusters,
      KarmadaTarget karmada,
      UnaryOperator<ZoneTarget> writing,
      UndoneEdits edits) {
    this.target = target;
    this.clusters = clusters;
    this.policies = new PolicyDelivery(clusters);
    this.removal = new Removal(target, clusters);
    this.rollout = new ZoneRollout(target);
    this.references = new ReferenceDelivery(client, edits);
    this.pods = new PodDelivery(client);
    this.karmada = new KarmadaDelivery(karmada, writing.apply(karmada));
  }

  /**
   * One pass. What the server refuses becomes a problem in the report.
   *
   * @throws KubernetesClientException when the server cannot be reached or fails
   */
  public DeliveryReport deliver(DeliveryOrder order) {
    if (order.external()) {
      return DeliveryReport.complete(List.of());
    }
    BleuWorkload workload = order.workload();
    if (KarmadaDelivery.carries(workload)) {
      return karmada.deliver(order);
    }
    List<DeliveryProblem> problems = new ArrayList<>();
    policies.own().adopt(workload, problems);
    TargetObservation seen = target.observe(workload, order.zones());
    ChildFactory factory = new ChildFactory(workload, order.reference());
    PolicyDelivery.Round round = policies.round(order, factory, seen.all());
    // First, so that no pod runs without it.
    EgressReport egress = round.ensureEgress(problems);
    round.ensureCompanions(problems);
    List<ZoneManifest> decided = manifests(order, factory, problems);
    if (decided == null) {
      return DeliveryReport.incomplete(seen.zones(), problems, egress).without(seen.unseen());
    }
    WorkloadSource.DeploymentRef ref = workload.getSpec().workload().deploymentRef();
    ZoneRollout.Outcome outcome =
        rollout.carryOut(
            workload,
            decided,
            seen,
            new Rollout.Closed(order.lost(), order.silent(), order.uncertain(), order.untouched()),
            RolloutSettings.of(workload.getSpec().workload(), order.reference()),
            order::evictable,
            zones -> ref == null || references.vacate(order, ref, !zones.isEmpty(), problems));
    problems.addAll(outcome.problems());
    if (!outcome.accepted()) {
      return DeliveryReport.incomplete(seen.zones(), problems, egress).without(seen.unseen());
    }
    boolean covered = round.ensureBudgets(outcome.anyZone(), problems);
    ScaleDown reference =
        ref == null
            ? ScaleDown.DONE
            : references.scaleDown(order, ref, seen.zones(), outcome.asDecided(), problems);
    return new DeliveryReport(
            seen.zones(),
            problems,
            outcome.asDecided()
                && reference == ScaleDown.DONE
                && problems.stream().allMatch(p -> p.isBehind(order.occupied())),
            outcome.again() || reference == ScaleDown.AGAIN,
            covered,
            egress)
        .without(seen.unseen())
        .withPaused(outcome.paused());
  }

  /** What each zone is to hold in the end; null when that cannot be said. */
  private static @Nullable List<ZoneManifest> manifests(
      DeliveryOrder order, ChildFactory factory, List<DeliveryProblem> problems) {
    WorkloadSource.DeploymentRef ref = order.workload().getSpec().workload().deploymentRef();
    if (ref != null && order.reference() == null) {
      if (!order.assignments().isEmpty()) {
        problems.add(
            DeliveryProblem.passing(
                "TemplateMissing",
                "there is no Deployment "
                    + ref.name()
                    + " in this namespace: create it, or delete the BleuWorkload"));
      }
      return null;
    }
    try {
      return factory.children(order.assignments(), order.selectors());
    } catch (TemplateException e) {
      problems.add(DeliveryProblem.forPerson("TemplateInvalid", String.valueOf(e.getMessage())));
      return null;
    }
  }

  /**
   * One pass over pods that others create: what they may call before they are let in.
   *
   * @param whole the order for their workload
   * @param frozen whether nothing is taken back
   */
  public DeliveryReport deliver(PodOrder order, DeliveryOrder whole, boolean frozen) {
    List<Map<String, String>> labels =
        order.pods().stream()
            .map(
                p ->
                    Objects.requireNonNullElse(
                        p.getMetadata().getLabels(), Map.<String, String>of()))
            .distinct()
            .toList();
    Pods all = new Pods(labels, false);
    List<DeliveryProblem> problems = new ArrayList<>();
    if (!frozen) {
      policies.own().adopt(whole.workload(), problems);
    }
    EgressReport calls =
        frozen
            ? policies.own().observeEgress(whole.workload(), all)
            : policies.own().ensureEgress(whole.workload(), all, problems);
    return pods.deliver(order, frozen).with(calls, problems);
  }

  /**
   * What stands there, and what keeps a zone of the decision from being brought to it, with nothing
   * written: for what is frozen, or waits.
   */
  public DeliveryReport observe(DeliveryOrder order) {
    BleuWorkload workload = order.workload();
    if (KarmadaDelivery.carries(workload)) {
      return karmada.observe(order);
    }
    TargetObservation seen = target.observe(workload, order.zones());
    List<DeliveryProblem> problems = new ArrayList<>(seen.unknown());
    EgressReport egress = null;
    if (!order.external()) {
      ChildFactory factory = new ChildFactory(workload, order.reference());
      PolicyDelivery.Round round = policies.round(order, factory, seen.all());
      egress = round.observeEgress();
      round.restCompanions();
      problems.addAll(seen.obstacles(order.occupied()));
    }
    return DeliveryReport.ofProblems(seen.zones(), problems, egress).without(seen.unseen());
  }

  /**
   * Makes way for the replicas of a Deployment that served as template: where it recreates its
   * pods, those of the zones end first.
   *
   * @param workload that is being deleted
   * @return what is left of it in zones, and why; empty once the Deployment may have its replicas
   */
  public List<DeliveryProblem> vacate(BleuWorkload workload, Deployment reference) {
    return RolloutSettings.of(reference).replacement() == Replacement.RECREATE
        ? removal.clear(workload)
        : List.of();
  }

  /**
   * What a workload is to record of the Deployment that is its template, before it takes that over.
   *
   * @return its replicas
   */
  public int before(BleuWorkload workload, Deployment reference) {
    return references.before(workload, reference);
  }

  /**
   * Gives a Deployment that served as template its replicas back. They are waited for, but where it
   * recreates its pods: there nothing is left that could serve meanwhile.
   *
   * @param workload that is being deleted
   * @return how far that is
   */
  public Restoration restore(BleuWorkload workload, Deployment reference) {
    return references.give(
        workload, reference, RolloutSettings.of(reference).replacement() != Replacement.RECREATE);
  }

  /**
   * Ends the way back of a Deployment, whether or not its replicas are available.
   *
   * @return whether that is written
   */
  public boolean settle(Deployment reference) {
    return references.settle(reference);
  }

  /**
   * Ends what stands of a workload, wherever that is: it is being deleted.
   *
   * @param held zones that it may stand in, in clusters other than its own
   * @return what is left of them, and why; empty once nothing is
   * @throws KubernetesClientException when the own server cannot be reached or fails
   */
  public SortedMap<String, DeliveryProblem> remove(BleuWorkload workload, Set<String> held) {
    return removal.remove(workload, held);
  }

  /**
   * What is left of a workload in zones that it has left, with nothing written.
   *
   * @param held zones that the decision has left, in clusters other than the own one
   * @param staying zones of the decision
   * @return what is left of those held, and why
   */
  public SortedMap<String, DeliveryProblem> left(
      BleuWorkload workload, Set<String> held, Set<String> staying) {
    return removal.left(workload, held, staying);
  }

  /** The zones among some in which nothing of a workload can be written, as far as that is seen. */
  public Set<String> obstructed(BleuWorkload workload, Set<String> zones) {
    return zones.isEmpty() ? Set.of() : target.observe(workload, zones).obstacles().keySet();
  }

  /**
   * Pods of an earlier template that did start, and that what zones in other clusters hold of a
   * workload waits for.
   *
   * @param report what these zones hold
   */
  public List<Pod> awaited(BleuWorkload workload, DeliveryReport report) {
    return report.children().stream()
        .filter(seen -> !seen.cluster().equals(Clusters.OWN))
        .flatMap(seen -> target.awaited(workload, seen).stream())
        .toList();
  }

  /** Forgets what was remembered of a workload that is gone. */
  public void forgetWorkload(String namespace, String name) {
    rollout.forget(namespace, name);
    clusters.forgetWorkload(namespace, name);
    karmada.forget(namespace, name);
  }
}
