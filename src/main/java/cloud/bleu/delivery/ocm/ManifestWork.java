package cloud.bleu.delivery.ocm;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Fingerprint;
import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a ManifestWork looks that this hub writes. Source: {@code work/v1/types.go} of
 * open-cluster-management.io/api 1.3.0.
 */
public final class ManifestWork {

  private static final String GROUP = "work.open-cluster-management.io";

  /** The kind. */
  public static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup(GROUP)
          .withVersion("v1")
          .withKind("ManifestWork")
          .withPlural("manifestworks")
          .withNamespaced(true)
          .build();

  /** Name of the CRD. */
  public static final String CRD = "manifestworks." + GROUP;

  /** Namespace of the workload that a work is for, as a label: the work is in another one. */
  public static final String NAMESPACE = "placement.bleu.cloud/workload-namespace";

  /** The most bytes of manifests that are asked of the webhook of the hub, which takes 500 KiB. */
  static final int MOST_BYTES = 500_000;

  /** As the agent applies them; it asks for this beginning. */
  private static final String MANAGER = "work-agent-bleu";

  /** Of the spec of a work: how each manifest is applied. */
  static final String CONFIGS = "manifestConfigs";

  /** Of the configuration of a manifest: what its agent is asked to report. */
  static final String FEEDBACK = "feedbackRules";

  private static final int LONGEST = 40;
  private static final int HASH = 10;

  private ManifestWork() {}

  /** Name of the work of a workload for a zone: one, in the namespace of the managed cluster. */
  static String name(BleuWorkload workload, String zone) {
    String namespace = workload.getMetadata().getNamespace();
    String name = workload.getMetadata().getName();
    return named(namespace + "-" + name, namespace + "/" + name + "/" + zone);
  }

  /** Name of the work with a namespace. */
  static String ofNamespace(String namespace) {
    return named("namespace-" + namespace, namespace);
  }

  private static String annotation(String name) {
    return ".metadata.annotations." + key(name);
  }

  private static String key(String name) {
    return name.replace(".", "\\.");
  }

  private static String named(String words, String key) {
    String cut = words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    return cut.replaceAll("-+$", "") + "-" + Fingerprint.text(key).substring(0, HASH);
  }

  /**
   * The work with the namespace that workloads are in; it stays, as the namespace does. Its agent
   * is asked whose the namespace is: it may have been there before.
   */
  static GenericKubernetesResource namespace(String cluster, String namespace, String home) {
    Map<String, Object> manifest =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Namespace",
            "metadata",
            Map.of("name", namespace, "labels", Map.of(Labels.HOME, home)));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("workload", Map.of("manifests", List.of(manifest)));
    spec.put("deleteOption", Map.of("propagationPolicy", "Orphan"));
    spec.put(
        CONFIGS,
        List.of(
            Map.of(
                "resourceIdentifier",
                Map.of("group", "", "resource", "namespaces", "namespace", "", "name", namespace),
                "updateStrategy",
                // One that is there already stays as it is.
                Map.of("type", "CreateOnly"),
                "feedbackScrapeType",
                "Watch",
                "feedbackRules",
                List.of(
                    Map.of(
                        "type",
                        "JSONPaths",
                        "jsonPaths",
                        List.of(
                            path(WorkFeedback.NAME, ".metadata.name"),
                            path(WorkFeedback.HOME, ".metadata.labels." + key(Labels.HOME))))))));
    return work(
        cluster,
        ofNamespace(namespace),
        Map.of(Labels.HOME, home, NAMESPACE, namespace),
        Map.of(),
        spec);
  }

  /**
   * The work of a workload for a zone.
   *
   * @param along what goes along, before the child
   */
  static GenericKubernetesResource of(
      String cluster,
      BleuWorkload workload,
      String zone,
      String home,
      String template,
      List<HasMetadata> along,
      HasMetadata child) {
    List<Map<?, ?>> manifests = new ArrayList<>();
    List<Map<String, Object>> configs = new ArrayList<>();
    for (HasMetadata one : along) {
      manifests.add(manifest(one));
      configs.add(config(one));
    }
    manifests.add(manifest(child));
    Map<String, Object> own = new LinkedHashMap<>(config(child));
    own.put("feedbackScrapeType", "Watch");
    own.put(FEEDBACK, feedback());
    configs.add(own);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("workload", Map.of("manifests", manifests));
    spec.put("deleteOption", Map.of("propagationPolicy", "Foreground"));
    spec.put(CONFIGS, configs);
    return work(
        cluster,
        name(workload, zone),
        Map.of(
            Labels.HOME,
            home,
            NAMESPACE,
            workload.getMetadata().getNamespace(),
            Labels.WORKLOAD,
            workload.getMetadata().getName(),
            Labels.WORKLOAD_UID,
            workload.getMetadata().getUid(),
            Labels.ZONE,
            zone),
        Map.of(Labels.TEMPLATE, template),
        spec);
  }

  /** What is asked of the child, by which feedback is known to be about what was asked last. */
  static List<Map<String, Object>> feedback() {
    List<Map<String, String>> paths =
        List.of(
            path(WorkFeedback.TEMPLATE, annotation(Labels.TEMPLATE)),
            path(WorkFeedback.ASKED, ".spec.replicas"),
            path(WorkFeedback.CHANGE, annotation(ReplicaChange.ANNOTATION)),
            path(WorkFeedback.GENERATION, ".metadata.generation"),
            path(WorkFeedback.OBSERVED, ".status.observedGeneration"),
            path(WorkFeedback.EXIST, ".status.replicas"),
            path(WorkFeedback.READY, ".status.readyReplicas"),
            path(WorkFeedback.UPDATED, ".status.updatedReplicas"),
            path(WorkFeedback.AVAILABLE, ".status.availableReplicas"));
    return List.of(Map.of("type", "JSONPaths", "jsonPaths", paths));
  }

  private static Map<String, String> path(String name, String path) {
    return Map.of("name", name, "path", path);
  }

  private static Map<?, ?> manifest(HasMetadata object) {
    Map<?, ?> tree = Serialization.jsonMapper().convertValue(object, Map.class);
    tree.remove("status");
    return tree;
  }

  private static String plural(HasMetadata object) {
    return object instanceof GenericKubernetesResource
        ? Pluralize.toPlural(object.getKind().toLowerCase(Locale.ROOT))
        : object.getPlural();
  }

  private static Map<String, Object> config(HasMetadata object) {
    String version = object.getApiVersion();
    return Map.of(
        "resourceIdentifier",
        Map.of(
            "group",
            version.indexOf('/') < 0 ? "" : version.substring(0, version.indexOf('/')),
            "resource",
            plural(object),
            "namespace",
            object.getMetadata().getNamespace(),
            "name",
            object.getMetadata().getName()),
        "updateStrategy",
        Map.of(
            "type",
            "ServerSideApply",
            "serverSideApply",
            // What somebody else has set there is a conflict, and is not taken over.
            Map.of("force", false, "fieldManager", MANAGER)));
  }

  private static GenericKubernetesResource work(
      String cluster,
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, Object> spec) {
    GenericKubernetesResource work = new GenericKubernetesResource();
    work.setApiVersion(GROUP + "/v1");
    work.setKind(KIND.getKind());
    ObjectMeta meta =
        new ObjectMetaBuilder()
            .withNamespace(cluster)
            .withName(name)
            .withLabels(labels)
            .withAnnotations(annotations)
            .build();
    work.setMetadata(meta);
    work.setAdditionalProperty("spec", spec);
    return work;
  }

  /** The bytes of the manifests in a work, as JSON. */
  static int bytes(GenericKubernetesResource work) {
    return Serialization.asJson(work.get("spec", "workload"))
        .getBytes(StandardCharsets.UTF_8)
        .length;
  }

  /** The manifests of a work. */
  static List<?> manifests(HasMetadata work) {
    return work instanceof GenericKubernetesResource one
            && one.get("spec", "workload", "manifests") instanceof List<?> list
        ? list
        : List.of();
  }

  /** The replicas that a work asks for; 0 where it asks for none. */
  static int replicas(HasMetadata work) {
    for (Object one : manifests(work)) {
      if (one instanceof Map<?, ?> manifest
          && manifest.get("spec") instanceof Map<?, ?> spec
          && spec.get("replicas") instanceof Number replicas) {
        return replicas.intValue();
      }
    }
    return 0;
  }

  /** Digest of the manifest that a work carries; null where it says none. */
  static @Nullable String template(HasMetadata work) {
    Map<String, String> annotations = work.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Labels.TEMPLATE);
  }
}
