package cloud.bleu.delivery.manifest;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.RolloutSettings;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.credential.Credentials;
import cloud.bleu.delivery.zone.ZoneManifest;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds the manifests of a decision: one for each zone with replicas. */
public final class ChildFactory {

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private final BleuWorkload workload;
  private final @Nullable Deployment reference;

  /**
   * @param reference the Deployment that serves as template, null when the workload has its own
   */
  public ChildFactory(BleuWorkload workload, @Nullable Deployment reference) {
    this.workload = workload;
    this.reference = reference;
  }

  /**
   * The children of the assignments whose zone has a node selector; none for what is realised
   * elsewhere.
   *
   * @param selectors node selectors by zone
   */
  public List<ZoneManifest> children(
      List<Assignment> assignments, Map<String, Map<String, String>> selectors)
      throws TemplateException {
    List<ZoneManifest> children = new ArrayList<>();
    for (Assignment assignment : assignments) {
      Map<String, String> selector = selectors.get(assignment.zone());
      if (selector != null && assignment.replicas() > 0) {
        children.add(child(assignment, selector));
      }
    }
    return children;
  }

  /** The labels of the pods, for each zone with replicas. */
  public List<Map<String, String>> podLabels(List<Assignment> assignments) {
    List<Map<String, String>> labels = new ArrayList<>();
    for (Assignment assignment : assignments) {
      if (assignment.replicas() > 0) {
        labels.add(podLabels(assignment.zone()));
      }
    }
    return labels;
  }

  /** Whether the pods are on the network of their node, where no NetworkPolicy binds them. */
  public boolean hostNetwork() {
    return Boolean.TRUE.equals(tree(tree(template()).get("spec")).get("hostNetwork"));
  }

  private Map<String, String> podLabels(String zone) {
    Map<String, String> labels = new TreeMap<>(text(metadata(template()).get("labels")));
    labels.putAll(Labels.ofChild(name(), zone));
    return labels;
  }

  private ZoneManifest child(Assignment assignment, Map<String, String> selector)
      throws TemplateException {
    String zone = assignment.zone();
    String name = ChildName.of(name(), zone);
    WorkloadSource source = workload.getSpec().workload();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("selector", Map.of("matchLabels", Labels.ofChild(name(), zone)));
    spec.put("template", podTemplate(zone, selector));
    Class<? extends HasMetadata> type;
    if (source.statefulSet() != null) {
      type = StatefulSet.class;
      statefulSet(source.statefulSet(), assignment, spec);
    } else {
      type = Deployment.class;
      deployment(RolloutSettings.of(source, reference), spec);
    }
    String digest = Fingerprint.of(spec);
    spec.put("replicas", assignment.replicas());
    return new ZoneManifest(
        zone, name, assignment.replicas(), object(type, name, zone, spec, digest), digest);
  }

  private static void deployment(RolloutSettings settings, Map<String, Object> spec) {
    spec.put("strategy", strategy(settings.replacement()));
    put(spec, "minReadySeconds", settings.minReadySeconds());
    put(spec, "progressDeadlineSeconds", settings.progressDeadlineSeconds());
    put(spec, "revisionHistoryLimit", settings.revisionHistoryLimit());
  }

  private static Map<String, Object> strategy(RolloutSettings.Replacement replacement) {
    if (replacement == RolloutSettings.Replacement.RECREATE) {
      return Map.of("type", "Recreate");
    }
    int surge = replacement.surges() ? 1 : 0;
    return Map.of(
        "type",
        "RollingUpdate",
        "rollingUpdate",
        Map.of("maxUnavailable", 1 - surge, "maxSurge", surge));
  }

  private static void put(Map<String, Object> spec, String field, @Nullable Object value) {
    if (value != null) {
      spec.put(field, value);
    }
  }

  private static void statefulSet(
      WorkloadSource.StatefulSetSource source, Assignment assignment, Map<String, Object> spec) {
    put(spec, "serviceName", source.serviceName());
    if (!source.volumeClaimTemplates().isEmpty()) {
      spec.put("volumeClaimTemplates", source.volumeClaimTemplates());
    }
    spec.put("podManagementPolicy", source.podManagementPolicy());
    spec.put("minReadySeconds", source.minReadySeconds());
    Integer start = assignment.ordinalsStart();
    spec.put("ordinals", Map.of("start", start == null ? 0 : start));
    spec.put(
        "persistentVolumeClaimRetentionPolicy",
        Map.of("whenDeleted", "Retain", "whenScaled", "Retain"));
  }

  private Map<String, Object> podTemplate(String zone, Map<String, String> selector) {
    Map<String, Object> template = new LinkedHashMap<>(template());
    Map<String, Object> metadata = new LinkedHashMap<>(metadata(template));
    metadata.keySet().retainAll(List.of("labels", "annotations"));
    metadata.put("labels", podLabels(zone));
    Map<String, Object> spec = new LinkedHashMap<>(tree(template.get("spec")));
    Map<String, Object> nodes = new TreeMap<>(text(spec.get("nodeSelector")));
    nodes.putAll(selector);
    spec.put("nodeSelector", nodes);
    template.put("metadata", metadata);
    template.put("spec", spec);
    return template;
  }

  private Map<String, Object> template() {
    WorkloadSource source = workload.getSpec().workload();
    if (source.deployment() != null) {
      return source.deployment().template();
    }
    if (source.statefulSet() != null) {
      return source.statefulSet().template();
    }
    return reference == null || reference.getSpec() == null
        ? Map.of()
        : Serialization.jsonMapper().convertValue(reference.getSpec().getTemplate(), TREE);
  }

  private HasMetadata object(
      Class<? extends HasMetadata> type,
      String name,
      String zone,
      Map<String, Object> spec,
      String digest)
      throws TemplateException {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", workload.getMetadata().getNamespace());
    metadata.put("labels", new TreeMap<>(Labels.ofChild(name(), zone)));
    metadata.put("annotations", Map.of(Labels.TEMPLATE, digest));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("metadata", metadata);
    object.put("spec", spec);
    try {
      return Serialization.jsonMapper().convertValue(object, type);
    } catch (IllegalArgumentException e) {
      String why = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
      throw new TemplateException(
          "the pod template is not one of Kubernetes: " + Credentials.hidden(why));
    }
  }

  private String name() {
    return workload.getMetadata().getName();
  }

  private static Map<String, Object> metadata(Map<String, Object> template) {
    return tree(template.get("metadata"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static Map<String, String> text(@Nullable Object value) {
    Map<String, String> text = new TreeMap<>();
    tree(value).forEach((k, v) -> text.put(k, String.valueOf(v)));
    return text;
  }
}
