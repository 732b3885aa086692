package cloud.bleu.cli.doctor;

import cloud.bleu.affinity.PodPhase;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.cli.input.Controllers;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.delivery.gate.ExistingPodCheck.Breach;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.pod.ClaimClass;
import cloud.bleu.translate.policy.ContentCheck;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What admission would refuse in one namespace if it were enforced there today. */
public final class Diagnosis {

  /** One thing that would be refused; the message ends with what to do. */
  public record Finding(String kind, String name, String code, String message) {

    /** As JSON and YAML have it. */
    public Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("kind", kind);
      tree.put("name", name);
      tree.put("code", code);
      tree.put("message", message);
      return tree;
    }
  }

  private final String namespace;
  private final Map<String, BleuWorkload> workloads = new HashMap<>();
  private final UndecidedPods undecided;
  private final ControllerFindings controllers;
  private final PodFindings contents;
  private final List<Finding> findings = new ArrayList<>();
  private final PlacementGateSpec gate;

  private Diagnosis(
      ApiObjects objects,
      List<HasMetadata> controllers,
      String namespace,
      PlacementGateSpec gate,
      boolean seesDecisions) {
    this.namespace = namespace;
    objects.workloads().stream()
        .filter(this::here)
        .forEach(w -> workloads.put(w.getMetadata().getName(), w));
    this.undecided = new UndecidedPods(seesDecisions ? Map.of() : workloads);
    this.controllers = new ControllerFindings(controllers, gate, undecided);
    contents = new PodFindings(objects, gate);
    this.gate = gate;
  }

  /**
   * Everything that would be refused, sorted.
   *
   * @param controllers of the namespace and its claims, as {@link Controllers} finds them
   * @param gate that there would be
   * @param seesDecisions whether the objects have the decisions that there are: only then is one
   *     that a workload lacks a finding, or a pod of it
   * @param typed options that name the input, to be typed again; empty: none
   */
  public static List<Finding> of(
      ApiObjects objects,
      List<HasMetadata> controllers,
      String namespace,
      PlacementGateSpec gate,
      boolean seesDecisions,
      String typed,
      Instant now) {
    List<PersistentVolumeClaim> claims = new ArrayList<>();
    List<HasMetadata> others = new ArrayList<>();
    for (HasMetadata c : controllers) {
      if (c instanceof PersistentVolumeClaim claim) {
        claims.add(claim);
      } else {
        others.add(c);
      }
    }
    Diagnosis diagnosis = new Diagnosis(objects, others, namespace, gate, seesDecisions);
    diagnosis.claims(claims);
    diagnosis.workloads(objects, seesDecisions, typed);
    diagnosis.pods(objects, now);
    diagnosis.findings.addAll(diagnosis.controllers.of(diagnosis.references()));
    return diagnosis.findings.stream()
        .sorted(Comparator.comparing(Finding::kind).thenComparing(Finding::name))
        .toList();
  }

  /**
   * The workloads of a namespace whose pods need a decision.
   *
   * @return their names
   */
  public static SortedSet<String> deciding(ApiObjects objects, String namespace) {
    return objects.workloads().stream()
        .filter(w -> namespace.equals(w.getMetadata().getNamespace()) && !external(w))
        .map(w -> w.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void claims(List<PersistentVolumeClaim> claims) {
    for (PersistentVolumeClaim claim : claims) {
      if (!ContentCheck.letsIn(gate, claim)) {
        String name = ClaimClass.of(claim);
        List<String> known = gate.claims() == null ? List.of() : gate.claims().storageClasses();
        add(
            claim.getKind(),
            claim.getMetadata().getName(),
            "NotEncrypted",
            (name == null
                    ? "it names no storage class"
                    : "class " + name + " is not described as encrypted")
                + ": it would not be created again; use "
                + (known.isEmpty() ? "one that a zone describes so" : String.join(", ", known)));
      }
    }
  }

  private void workloads(ApiObjects objects, boolean seesDecisions, String typed) {
    Set<String> decided =
        objects.placements().stream()
            .filter(this::here)
            .map(wp -> wp.getMetadata().getName())
            .collect(Collectors.toSet());
    for (BleuWorkload w : workloads.values()) {
      if (external(w)) {
        continue;
      }
      String name = w.getMetadata().getName();
      if (seesDecisions && !decided.contains(name)) {
        add(
            "BleuWorkload",
            name,
            "NotDecided",
            "has no decision, so its pods would be refused: see bleu explain "
                + namespace
                + "/"
                + name
                + typed);
      }
      PodSpec template = template(w);
      if (template != null && template.getNodeName() != null && !template.getNodeName().isEmpty()) {
        add("BleuWorkload", name, Breach.NodeNameSet);
      }
      if (template != null && ExistingPodCheck.defeats(template.getTolerations())) {
        add("BleuWorkload", name, Breach.TolerationDefeatsZone);
      }
    }
  }

  private void pods(ApiObjects objects, Instant now) {
    for (Pod pod : objects.pods()) {
      if (!here(pod) || PodPhase.isOver(pod)) {
        continue;
      }
      if (!PodPhase.stands(pod)) {
        Breach late = ExistingPodCheck.ofEnding(gate, pod, now);
        if (late != null) {
          add("Pod", pod.getMetadata().getName(), late);
        }
        continue;
      }
      Breach breach = ExistingPodCheck.of(gate, pod);
      if (breach == Breach.NotDecided && undecided.has(pod)) {
        continue;
      }
      if (breach == null) {
        findings.addAll(contents.of(pod));
      } else if (breach != Breach.NotDecided || !controllers.count(pod)) {
        add("Pod", pod.getMetadata().getName(), breach);
      }
    }
  }

  /** The Deployments that workloads take over. */
  private Set<String> references() {
    return workloads.values().stream()
        .map(w -> w.getSpec() == null ? null : w.getSpec().workload())
        .filter(s -> s != null && s.template() != null)
        .map(WorkloadSource::template)
        .collect(Collectors.toSet());
  }

  private void add(String kind, String name, Breach breach) {
    add(kind, name, breach.name(), breach.hint());
  }

  private void add(String kind, String name, String code, String message) {
    findings.add(new Finding(kind, name, code, message));
  }

  private boolean here(HasMetadata object) {
    return namespace.equals(object.getMetadata().getNamespace());
  }

  private static boolean external(BleuWorkload w) {
    return w.getSpec() != null
        && w.getSpec().workload() != null
        && w.getSpec().workload().external() != null;
  }

  private @Nullable PodSpec template(BleuWorkload w) {
    WorkloadSource source = w.getSpec() == null ? null : w.getSpec().workload();
    if (source == null) {
      return null;
    }
    if (source.template() != null) {
      Deployment of = controllers.deployment(source.template());
      return of != null && of.getSpec() != null && of.getSpec().getTemplate() != null
          ? of.getSpec().getTemplate().getSpec()
          : null;
    }
    Map<String, Object> template =
        source.deployment() != null
            ? source.deployment().template()
            : source.statefulSet() != null ? source.statefulSet().template() : Map.of();
    try {
      return Serialization.jsonMapper().convertValue(template.get("spec"), PodSpec.class);
    } catch (IllegalArgumentException e) {
      // Not a pod template at all: the API server refuses it before admission is asked.
      return null;
    }
  }
}
