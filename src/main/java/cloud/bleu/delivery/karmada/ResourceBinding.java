package cloud.bleu.delivery.karmada;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A ResourceBinding of Karmada: which clusters are to have how many replicas of an object, and what
 * Karmada says of them. Source: {@code pkg/apis/work/v1alpha2/binding_types.go} of Karmada 1.18.2.
 *
 * @param object as the API server has it
 */
public record ResourceBinding(GenericKubernetesResource object) {

  /** The kind. */
  public static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("work.karmada.io")
          .withVersion("v1alpha2")
          .withKind("ResourceBinding")
          .withPlural("resourcebindings")
          .withNamespaced(true)
          .build();

  /** The scheduler that this operator is, by {@code spec.schedulerName}. */
  public static final String SCHEDULER = "bleu";

  /** Why Karmada evicts what {@code spec.failover.application} says (Karmada 1.18, work API). */
  static final String APPLICATION_FAILURE = "ApplicationFailure";

  /** The condition by which a scheduler says that it is done. */
  static final String SCHEDULED = "Scheduled";

  /**
   * What a cluster reports of a Deployment.
   *
   * @param template generation of the Deployment in Karmada that this is about
   * @param generation of the one in the cluster
   * @param observed generation that its controller has seen
   */
  record Counts(
      long template,
      long generation,
      long observed,
      int replicas,
      int updated,
      int ready,
      int available) {

    /** Whether it is about what stands in the cluster and in Karmada now. */
    boolean isAbout(long current) {
      return template >= current && observed >= generation;
    }
  }

  /** What it is about, as {@code namespace/kind/name}; empty where it is about no Deployment. */
  public static String subject(GenericKubernetesResource object) {
    Map<?, ?> resource = map(object.get("spec", "resource"));
    return "apps/v1".equals(resource.get("apiVersion"))
            && resource.get("kind") instanceof String kind
            && resource.get("name") instanceof String name
        ? subject(object.getMetadata().getNamespace(), kind, name)
        : "";
  }

  /** The subject of the object that a workload names, as {@code namespace/kind/name}. */
  public static String subject(String namespace, String kind, String name) {
    return namespace + "/" + kind + "/" + name;
  }

  String name() {
    return object.getMetadata().getName();
  }

  String namespace() {
    return object.getMetadata().getNamespace();
  }

  /** By which Karmada finds what is of it; empty where its webhook does not run. */
  String id() {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(FormerWorks.ID, "");
  }

  /** What the policy of the user says of clusters. */
  BindingPlacement placement() {
    return new BindingPlacement(map(object.get("spec", "placement")));
  }

  /** Who schedules it. */
  public String scheduler() {
    return Objects.requireNonNullElse(object.get("spec", "schedulerName"), "default-scheduler")
        .toString();
  }

  /** Whether somebody has asked that nobody schedules it. */
  boolean isSuspended() {
    return Boolean.TRUE.equals(object.get("spec", "suspension", "scheduling"));
  }

  /** Whether what runs in a cluster runs on without an owner once it has no entry any more. */
  boolean isPreserved() {
    return Boolean.TRUE.equals(object.get("spec", "preserveResourcesOnDeletion"));
  }

  /** Whether somebody has asked that nothing of it is brought to a cluster. */
  boolean isHeldBack(String cluster) {
    return Boolean.TRUE.equals(object.get("spec", "suspension", "dispatching"))
        || list(object.get("spec", "suspension", "dispatchingOnClusters", "clusterNames"))
            .contains(cluster);
  }

  /**
   * Why Karmada takes it out of a cluster at the moment, in its words; null where it does not.
   * Until that is over no scheduler of Karmada brings it there again.
   */
  @Nullable String eviction(String cluster) {
    for (Object entry : list(object.get("spec", "gracefulEvictionTasks"))) {
      Map<?, ?> one = map(entry);
      if (cluster.equals(one.get("fromCluster"))) {
        return Objects.requireNonNullElse(one.get("reason"), "it gives no reason").toString();
      }
    }
    return null;
  }

  /** The replicas by cluster, in the order of the entries; an entry without a name is left out. */
  public Map<String, Integer> clusters() {
    Map<String, Integer> clusters = new LinkedHashMap<>();
    for (Object entry : list(object.get("spec", "clusters"))) {
      Map<?, ?> one = map(entry);
      if (one.get("name") instanceof String name) {
        clusters.put(name, count(one.get("replicas")));
      }
    }
    return clusters;
  }

  /** What Karmada says of a cluster; null while it says nothing. */
  @Nullable Counts counts(String cluster) {
    for (Object entry : list(object.get("status", "aggregatedStatus"))) {
      Map<?, ?> one = map(entry);
      if (cluster.equals(one.get("clusterName")) && one.get("status") != null) {
        Map<?, ?> status = map(one.get("status"));
        return new Counts(
            number(status.get("resourceTemplateGeneration")),
            number(status.get("generation")),
            number(status.get("observedGeneration")),
            count(status.get("replicas")),
            count(status.get("updatedReplicas")),
            count(status.get("readyReplicas")),
            count(status.get("availableReplicas")));
      }
    }
    return null;
  }

  /** The replicas that exist by Karmada's word, by cluster; none in a binding of others. */
  public Map<String, Integer> standing() {
    Map<String, Integer> standing = new LinkedHashMap<>();
    if (!SCHEDULER.equals(scheduler())) {
      return standing;
    }
    for (Object entry : list(object.get("status", "aggregatedStatus"))) {
      Map<?, ?> one = map(entry);
      int replicas = count(map(one.get("status")).get("replicas"));
      if (replicas > 0 && one.get("clusterName") instanceof String cluster) {
        standing.put(cluster, replicas);
      }
    }
    return standing;
  }

  /**
   * Whether this operator schedules the binding, and no cluster is to have it, is being rid of it,
   * or reports anything of it, with or without a number. Nothing that is decided for an empty
   * binding can end what runs.
   */
  public boolean isEmpty() {
    return SCHEDULER.equals(scheduler())
        && list(object.get("spec", "clusters")).isEmpty()
        && list(object.get("spec", "gracefulEvictionTasks")).isEmpty()
        && list(object.get("status", "aggregatedStatus")).isEmpty();
  }

  /**
   * By cluster, how many replicas are available and of the template as it is now, as far as that is
   * known. No more than are assigned to the cluster; 0 while the cluster says nothing of that
   * template.
   *
   * @param generation of the template in Karmada, 0 when that is not there
   */
  public Map<String, Integer> running(long generation) {
    Map<String, Integer> assigned = clusters();
    Map<String, Integer> running = standing();
    running.replaceAll(
        (cluster, replicas) -> {
          Counts counts = counts(cluster);
          return counts == null || generation <= 0 || !counts.isAbout(generation)
              ? 0
              : Math.max(
                  0,
                  Math.min(
                      assigned.getOrDefault(cluster, 0),
                      Math.min(counts.available(), counts.updated())));
        });
    return running;
  }

  /** Whether all replicas that exist by Karmada's word are of this generation of the template. */
  public boolean isUpdated(long generation) {
    return list(object.get("status", "aggregatedStatus")).stream()
        .map(entry -> map(map(entry).get("status")))
        .allMatch(
            one ->
                number(one.get("resourceTemplateGeneration")) >= generation
                    && number(one.get("updatedReplicas")) >= number(one.get("replicas")));
  }

  /** Whether Karmada says anything of a cluster. */
  public boolean isReported(String cluster) {
    return reported().contains(cluster);
  }

  /** The clusters of which Karmada says anything. */
  Set<String> reported() {
    Set<String> reported = new LinkedHashSet<>();
    for (Object entry : list(object.get("status", "aggregatedStatus"))) {
      if (map(entry).get("clusterName") instanceof String name) {
        reported.add(name);
      }
    }
    return reported;
  }

  /** Why a cluster does not take it, in the words of Karmada; null where it does. */
  @Nullable String refusal(String cluster) {
    for (Object entry : list(object.get("status", "aggregatedStatus"))) {
      Map<?, ?> one = map(entry);
      if (cluster.equals(one.get("clusterName"))
          && !Boolean.TRUE.equals(one.get("applied"))
          && one.get("appliedMessage") != null) {
        return one.get("appliedMessage").toString();
      }
    }
    return null;
  }

  /** Whether a scheduler has said that it is done with what is asked now. */
  boolean isConfirmed() {
    return number(object.get("status", "schedulerObservedGeneration")) == generation()
        && scheduledSince() != null;
  }

  /** Since when it is called scheduled, as that is written there; null where it is not. */
  @Nullable String scheduledSince() {
    for (Object entry : list(object.get("status", "conditions"))) {
      Map<?, ?> one = map(entry);
      if (SCHEDULED.equals(one.get("type")) && "True".equals(one.get("status"))) {
        return Objects.requireNonNullElse(one.get("lastTransitionTime"), "").toString();
      }
    }
    return null;
  }

  long generation() {
    Long generation = object.getMetadata().getGeneration();
    return generation == null ? 0 : generation;
  }

  /** Its conditions but that of the scheduler. */
  List<?> otherConditions() {
    return list(object.get("status", "conditions")).stream()
        .filter(c -> !SCHEDULED.equals(map(c).get("type")))
        .toList();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** As {@link #number}, of what counts replicas; more than there can be are the most. */
  private static int count(@Nullable Object value) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, number(value)));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
