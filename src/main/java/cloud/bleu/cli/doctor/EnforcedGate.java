package cloud.bleu.cli.doctor;

import cloud.bleu.admission.AdmittedContents;
import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.cli.input.ToldSignatures;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.PodAssignments;
import cloud.bleu.delivery.node.NodeZones;
import cloud.bleu.translate.EnforcedContents;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.GovernedNamespaces;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The gate that the operator would write for a namespace if its decisions were enforced. */
public final class EnforcedGate {

  private final ApiObjects objects;
  private final String namespace;
  private final boolean seesZones;
  private final Map<String, WorkloadPlacementSpec> decided = new HashMap<>();
  private final Map<String, LabelSelector> others = new HashMap<>();

  private EnforcedGate(ApiObjects objects, String namespace, boolean seesZones) {
    this.objects = objects;
    this.namespace = namespace;
    this.seesZones = seesZones;
  }

  /**
   * The gate, with the node selectors of the zones among the objects.
   *
   * @param objects workloads, placements, zones and pods of the cluster
   * @param now the instant for which policies and waivers are read
   */
  public static PlacementGateSpec of(ApiObjects objects, String namespace, Instant now) {
    return new EnforcedGate(objects, namespace, true).gate(now);
  }

  /** The gate where no zone can be seen: nothing is asked of node selectors. */
  public static PlacementGateSpec ofDecisions(ApiObjects objects, String namespace, Instant now) {
    return new EnforcedGate(objects, namespace, false).gate(now);
  }

  private PlacementGateSpec gate(Instant now) {
    Map<String, BleuWorkload> workloads = new HashMap<>();
    objects.workloads().stream()
        .filter(w -> here(w) && w.getSpec() != null && w.getSpec().workload() != null)
        .filter(w -> w.getSpec().workload().external() == null)
        .forEach(w -> workloads.put(w.getMetadata().getName(), w));
    for (WorkloadPlacement wp : objects.placements()) {
      BleuWorkload of = workloads.get(wp.getMetadata().getName());
      if (here(wp) && of != null && wp.getSpec() != null) {
        decided.put(wp.getMetadata().getName(), wp.getSpec());
        if (of.getSpec().workload().pods() != null) {
          others.put(wp.getMetadata().getName(), of.getSpec().workload().pods().selector());
        }
      }
    }
    Map<String, Map<String, String>> selectors = new HashMap<>();
    objects.zones().stream()
        .filter(z -> z.getSpec() != null && z.getSpec().target() != null)
        .filter(z -> !z.getSpec().target().elsewhere())
        .forEach(
            z -> selectors.put(z.getMetadata().getName(), z.getSpec().target().nodeSelector()));
    if (!seesZones) {
      decided
          .values()
          .forEach(d -> d.assignments().forEach(a -> selectors.putIfAbsent(a.zone(), Map.of())));
    }
    return GateContent.of(
            decided,
            Set.of(),
            selectors,
            contents(now),
            new GateContent.Others(others, assignments(selectors).assigned()),
            null)
        .spec();
  }

  private PodAssignments assignments(Map<String, Map<String, String>> selectors) {
    Map<String, PodAssignments.Decided> workloads = new HashMap<>();
    decided.forEach(
        (name, spec) -> {
          Map<String, Integer> zones = new HashMap<>();
          spec.assignments().forEach(a -> zones.put(a.zone(), a.replicas()));
          LabelSelector selector = others.get(name);
          if (selector != null) {
            workloads.put(name, new PodAssignments.Decided(selector, zones));
          }
        });
    return workloads.isEmpty()
        ? PodAssignments.NONE
        : PodAssignments.of(
            workloads,
            objects.pods().stream().filter(this::here).toList(),
            NodeZones.of(objects.nodes(), selectors),
            ZoneLabels.of(selectors, objects.nodes()),
            Map.of());
  }

  private AdmittedContents contents(Instant now) {
    Map<String, Set<String>> zones = new HashMap<>();
    decided.forEach(
        (name, spec) ->
            zones.put(
                name,
                spec.assignments().stream()
                    .filter(a -> a.replicas() > 0)
                    .map(Assignment::zone)
                    .collect(Collectors.toSet())));
    return EnforcedContents.of(
        EstateTranslator.translate(
            governed(),
            now,
            Map.of(),
            ObservedState.UNBROKEN.checking(new ToldSignatures()),
            new TranslationMemory()),
        namespace,
        zones);
  }

  /** A copy in which this namespace is labelled: then the policies for governed namespaces hold. */
  private ApiObjects governed() {
    List<Namespace> namespaces =
        objects.namespaces().stream()
            .map(
                n ->
                    n.getMetadata().getName().equals(namespace)
                        ? new NamespaceBuilder(n)
                            .editMetadata()
                            .addToLabels(GovernedNamespaces.LABEL, "Enforce")
                            .endMetadata()
                            .build()
                        : n)
            .toList();
    return objects.with(Namespace.class, namespaces);
  }

  private boolean here(HasMetadata object) {
    return namespace.equals(object.getMetadata().getNamespace());
  }
}
