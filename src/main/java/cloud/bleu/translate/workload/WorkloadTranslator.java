package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.Placement;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.QuantityText;
import cloud.bleu.translate.pod.Source;
import cloud.bleu.translate.pod.Sources;
import cloud.bleu.translate.policy.Governance;
import cloud.bleu.translate.policy.Namespaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** BleuWorkload to what must be placed. */
public final class WorkloadTranslator {
  private static final List<String> LAYERS = List.of("IaaS", "CaaS", "PaaS", "SaaS");
  static final int MOST_REPLICAS = 100_000;
  private static final int MOST_SHARE = 1_000_000;
  private static final int LONGEST_NAME = 63;

  private final ReferableNames around;

  WorkloadTranslator(ReferableNames around) {
    this.around = around;
  }

  /** A workload and the policies that hold for it. */
  public record Translated(Workload workload, List<String> policies) {}

  /**
   * The workload as far as it can be read; null if nothing can.
   *
   * @param decided workloads that a decision is in force for
   */
  public @Nullable Translated translate(
      BleuWorkload object, Set<WorkloadId> decided, Findings findings) {
    BleuWorkloadSpec spec = object.getSpec();
    if (spec == null) {
      findings.block("spec", "is missing", null, "state what to run");
      return null;
    }
    WorkloadId id = id(object, findings);
    int replicas = findings.whole("spec.replicas", spec.replicas(), 0, MOST_REPLICAS);
    List<String> classes = dataClasses(id, spec, findings);
    Source source =
        around
            .sources()
            .of(
                id.namespace(),
                around.namespaces().isEnforced(id.namespace()),
                spec.workload(),
                findings);
    guardTotals(source.requests(), replicas, findings);
    Governance.Governing governing =
        around.governance().of(id.namespace(), classes, spec.policies(), findings);
    List<BoundRule> rules =
        new WorkloadRules(around, id, object, spec, source, findings)
            .all(governing, decided.contains(id));
    TranslatedResilience survival =
        TranslatedResilience.of(spec.resilience(), replicas, around, findings);
    SpecContradictions.check(spec, findings);
    RolloutNotes.of(spec, around.sources().referred(id.namespace(), object), survival, findings);
    layers(spec, findings);
    return new Translated(
        workload(object, id, spec, replicas, classes, source, rules, survival, findings),
        governing.policies());
  }

  private Workload workload(
      BleuWorkload object,
      WorkloadId id,
      BleuWorkloadSpec spec,
      int replicas,
      List<String> classes,
      Source source,
      List<BoundRule> rules,
      TranslatedResilience survival,
      Findings findings) {
    Placement placement = spec.placement();
    return new Workload(
        id,
        object.getMetadata().getUid(),
        replicas,
        source.requests(),
        source.replacement().surges(),
        source.dataBound(),
        spec.layers(),
        spec.services(),
        classes,
        ClosureTranslator.of(id, spec, source, around, findings),
        rules,
        survival.spread(),
        survival.tolerate(),
        survival.replication(),
        StatedOrdinals.volumes(spec.workload(), findings),
        spec.resilience().abandonVolumesIn(),
        spec.resilience().quorum(),
        survival.waits() ? null : survival.failoverAfter(),
        survival.failoverAfter(),
        survival.returnAfter(),
        findings.whole("spec.placement.perZone.min", placement.perZone().min(), 0, MOST_REPLICAS),
        findings.wholeOrNull(
            "spec.placement.perZone.max", placement.perZone().max(), 1, MOST_REPLICAS),
        weights(placement, findings),
        affinity(id, placement.affinity(), "spec.placement.affinity", findings),
        affinity(id, placement.antiAffinity(), "spec.placement.antiAffinity", findings),
        priority(object, id, source, findings),
        findings.choice(
            "spec.placement.objective",
            placement.objective(),
            Workload.Objective.class,
            Workload.Objective.Stability),
        rebalance(placement.rebalance(), findings),
        spec.suspend());
  }

  private static WorkloadId id(BleuWorkload object, Findings findings) {
    String name = object.getMetadata().getName();
    String namespace = object.getMetadata().getNamespace();
    if (name.length() > LONGEST_NAME || name.contains(".")) {
      findings.block(
          "metadata.name",
          "the name is longer than 63 characters or has dots",
          "at most 63 lower-case letters, digits and dashes",
          "shorten it: it becomes a label value");
    }
    return ObjectRef.workload(namespace, name);
  }

  /** Those of the namespace and its own, each once, in order. */
  private List<String> dataClasses(WorkloadId id, BleuWorkloadSpec spec, Findings findings) {
    TreeSet<String> classes = new TreeSet<>(around.namespaces().dataClasses(id.namespace()));
    if (spec.dataClasses().isEmpty()) {
      findings.block(
          "spec.dataClasses",
          "no data class is given",
          String.join(", ", Namespaces.KNOWN_CLASSES),
          "say what data the workload handles: policies depend on it");
    }
    int i = 0;
    for (String dataClass : spec.dataClasses()) {
      findings.oneOf(FieldPath.item("spec.dataClasses", i++), dataClass, Namespaces.KNOWN_CLASSES);
    }
    classes.addAll(spec.dataClasses());
    return List.copyOf(classes);
  }

  private static void layers(BleuWorkloadSpec spec, Findings findings) {
    int i = 0;
    for (String layer : spec.layers()) {
      findings.oneOf(FieldPath.item("spec.layers", i++), layer, LAYERS);
    }
  }

  /** So that what one workload asks for in all can be counted. */
  private static void guardTotals(Quantities requests, int replicas, Findings findings) {
    requests
        .amounts()
        .forEach(
            (resource, amount) -> {
              if (replicas > 0 && amount > QuantityText.MOST / replicas) {
                findings.block(
                    "spec.replicas",
                    "all replicas together ask for more " + resource + " than can be counted",
                    null,
                    "lower the request or the replicas");
              }
            });
  }

  private TreeMap<String, Integer> weights(Placement placement, Findings findings) {
    TreeMap<String, Integer> weights = new TreeMap<>();
    int i = 0;
    for (Placement.Weight weight : placement.weights()) {
      String path = FieldPath.item("spec.placement.weights", i++);
      String zone = findings.given(path + ".zone", weight.zone(), "name the AvailabilityZone");
      if (zone == null) {
        continue;
      }
      int share = weight.weight() == null ? 0 : weight.weight();
      if (!around.zones().contains(zone)) {
        findings.dangling(path + ".zone", "AvailabilityZone", zone, around.zones());
      }
      weights.put(zone, findings.whole(path + ".weight", share, 1, MOST_SHARE));
    }
    return weights;
  }

  private static List<Workload.Affinity> affinity(
      WorkloadId id, List<Placement.Affinity> entries, String path, Findings findings) {
    List<Workload.Affinity> affinity = new ArrayList<>();
    int i = 0;
    for (Placement.Affinity entry : entries) {
      String at = FieldPath.item(path, i++);
      String with = findings.given(at + ".with", entry.with(), "name the other BleuWorkload");
      if (with == null) {
        continue;
      }
      if (with.equals(id.name())) {
        findings.block(
            at + ".with",
            "names the workload itself",
            "another BleuWorkload of the namespace",
            "use resilience.spread or placement.perZone for its own replicas");
        continue;
      }
      String topology =
          findings.oneOf(at + ".topology", entry.topology(), TranslatedResilience.DOMAINS);
      affinity.add(
          new Workload.Affinity(
              with, topology == null ? Scope.ZONE : new Scope(topology), entry.required()));
    }
    return affinity;
  }

  private Workload.Priority priority(
      BleuWorkload object, WorkloadId id, Source source, Findings findings) {
    String path = "spec.placement.priorityClassName";
    String stated = object.getSpec().placement().priorityClassName();
    Priorities priorities = around.priorities();
    if (stated != null) {
      return priorities.of(stated, path, findings);
    }
    String named = source.priorityClassName();
    if (!Sources.isReference(object) || around.namespaces().isEnforced(id.namespace())) {
      return priorities.of(named, source.path() + ".priorityClassName", findings);
    }
    return priorities.unasked(named, source.path() + ".priorityClassName", path, findings);
  }

  private static Workload.Rebalance rebalance(Placement.Rebalance api, Findings findings) {
    return new Workload.Rebalance(
        findings.choice(
            "spec.placement.rebalance.mode",
            api.mode(),
            Workload.Rebalance.Mode.class,
            Workload.Rebalance.Mode.Never),
        findings.whole(
            "spec.placement.rebalance.maxMovesPerHour", api.maxMovesPerHour(), 0, MOST_REPLICAS));
  }
}
