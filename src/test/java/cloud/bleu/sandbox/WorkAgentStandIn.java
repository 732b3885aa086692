package cloud.bleu.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stands in for the agents of Open Cluster Management in one managed cluster, as release 1.2.1 was
 * seen to behave: a work is applied when its spec changes and not again, what is deleted by hand
 * stays so, feedback is read all the time and apart from that, and while it is away everything that
 * it wrote stands. It is no such agent.
 */
public final class WorkAgentStandIn implements ManagedClusterAgents {

  private static final String WORK = "work.open-cluster-management.io/v1";
  private static final String CLEANUP = "cluster.open-cluster-management.io/manifest-work-cleanup";

  private final KubernetesClient hub;
  private final KubernetesClient member;
  private final AgentAccount account;
  private final String cluster;
  private final RegistrationStandIn registration;
  private final Rounds rounds;

  /** What was applied by each work, by its uid, and at which generation. */
  private final Map<String, Applied> applied = new HashMap<>();

  private volatile boolean anew;

  private record Applied(
      long generation, List<GenericKubernetesResource> objects, Map<String, String> refusals) {}

  /**
   * @param cluster name of the ManagedCluster, which is joined here
   */
  public WorkAgentStandIn(KubernetesClient hub, FleetMember of, String cluster) {
    this.hub = hub;
    account = new AgentAccount(of);
    member = of.plane().client(account.kubeconfig());
    this.cluster = cluster;
    registration = new RegistrationStandIn(hub, cluster);
    // A look asks both clusters for each object.
    rounds = new Rounds(this::look);
  }

  @Override
  public void goAway() {
    rounds.standStill();
    registration.goAway();
  }

  @Override
  public void pause() {
    rounds.standStill();
  }

  @Override
  public void resume() {
    rounds.goOn();
  }

  @Override
  public void forbid() {
    account.forbid();
  }

  @Override
  public void permit() {
    account.permit();
  }

  @Override
  public void compareAnew() {
    anew = true;
  }

  @Override
  public void comeBack() {
    rounds.goOn();
    registration.comeBack();
  }

  @Override
  public void close() {
    rounds.close();
    hub
        .genericKubernetesResources(WORK, "ManifestWork")
        .inNamespace(cluster)
        .list()
        .getItems()
        .stream()
        .filter(work -> work.getMetadata().getFinalizers().contains(CLEANUP))
        .forEach(work -> finalizers(work, List.of()));
    registration.close();
    member.close();
    account.close();
  }

  private static Map<String, Object> condition(
      String type, String status, String reason, String message, long generation) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", type);
    condition.put("status", status);
    condition.put("reason", reason);
    condition.put("message", message);
    condition.put("observedGeneration", generation);
    condition.put("lastTransitionTime", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return condition;
  }

  private void look() {
    if (anew) {
      anew = false;
      applied.clear();
    }
    for (GenericKubernetesResource work :
        hub.genericKubernetesResources(WORK, "ManifestWork")
            .inNamespace(cluster)
            .list()
            .getItems()) {
      look(work);
    }
  }

  private void look(GenericKubernetesResource work) {
    String uid = work.getMetadata().getUid();
    if (work.getMetadata().getDeletionTimestamp() != null) {
      remove(work);
      return;
    }
    if (!work.getMetadata().getFinalizers().contains(CLEANUP)) {
      finalizers(work, List.of(CLEANUP));
      return;
    }
    Applied before = applied.get(uid);
    if (before == null
        || before.generation() != work.getMetadata().getGeneration()
        || !before.refusals().isEmpty()) {
      applied.put(uid, apply(work, before));
    }
    report(work, applied.get(uid));
  }

  private void finalizers(GenericKubernetesResource work, List<String> finalizers) {
    hub.resource(work)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("metadata", Map.of("finalizers", finalizers))));
  }

  private void remove(GenericKubernetesResource work) {
    boolean gone = true;
    if (!"Orphan".equals(work.get("spec", "deleteOption", "propagationPolicy"))) {
      for (GenericKubernetesResource one : manifests(work)) {
        if (member.resource(one).get() != null) {
          member.resource(one).delete();
          gone = false;
        }
      }
    }
    if (gone) {
      applied.remove(work.getMetadata().getUid());
      finalizers(work, List.of());
    }
  }

  private Applied apply(GenericKubernetesResource work, Applied before) {
    List<GenericKubernetesResource> objects = manifests(work);
    Map<String, String> refusals = new HashMap<>();
    for (GenericKubernetesResource one : objects) {
      try {
        if (!isCreateOnly(work, one) || member.resource(one).get() == null) {
          var asked = member.resource(one).fieldManager("work-agent-bleu");
          (isForced(work, one) ? asked.forceConflicts() : asked).serverSideApply();
        }
      } catch (KubernetesClientException e) {
        // The words of the API server, without those of this client.
        String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        refusals.put(key(one), "Failed to apply manifest: " + said);
      }
    }
    if (before != null) {
      for (GenericKubernetesResource one : before.objects()) {
        if (objects.stream().noneMatch(next -> key(next).equals(key(one)))) {
          member.resource(one).delete();
        }
      }
    }
    return new Applied(work.getMetadata().getGeneration(), objects, refusals);
  }

  private static String key(GenericKubernetesResource object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  private static List<GenericKubernetesResource> manifests(GenericKubernetesResource work) {
    List<GenericKubernetesResource> manifests = new ArrayList<>();
    for (Object one : (List<?>) work.get("spec", "workload", "manifests")) {
      manifests.add(Serialization.jsonMapper().convertValue(one, GenericKubernetesResource.class));
    }
    return manifests;
  }

  private static Map<?, ?> config(GenericKubernetesResource work, GenericKubernetesResource of) {
    for (Object one : (List<?>) work.get("spec", "manifestConfigs")) {
      Map<?, ?> identifier = (Map<?, ?>) ((Map<?, ?>) one).get("resourceIdentifier");
      if (of.getMetadata().getName().equals(identifier.get("name"))
          && (of.getKind().toLowerCase(Locale.ROOT) + "s").equals(identifier.get("resource"))) {
        return (Map<?, ?>) one;
      }
    }
    return Map.of();
  }

  private static boolean isCreateOnly(
      GenericKubernetesResource work, GenericKubernetesResource of) {
    return config(work, of).get("updateStrategy") instanceof Map<?, ?> strategy
        && "CreateOnly".equals(strategy.get("type"));
  }

  private static boolean isForced(GenericKubernetesResource work, GenericKubernetesResource of) {
    return config(work, of).get("updateStrategy") instanceof Map<?, ?> strategy
        && strategy.get("serverSideApply") instanceof Map<?, ?> apply
        && Boolean.TRUE.equals(apply.get("force"));
  }

  private void report(GenericKubernetesResource work, Applied is) {
    List<Object> manifests = new ArrayList<>();
    int ordinal = 0;
    for (GenericKubernetesResource one : is.objects()) {
      String refusal = is.refusals().get(key(one));
      Map<String, Object> manifest = new LinkedHashMap<>();
      manifest.put(
          "resourceMeta",
          Map.of("ordinal", ordinal++, "kind", one.getKind(), "name", one.getMetadata().getName()));
      Found found = find(work, one);
      manifest.put(
          "conditions",
          List.of(
              found.available(),
              condition(
                  "Applied",
                  refusal == null ? "True" : "False",
                  refusal == null ? "AppliedManifestComplete" : "AppliedManifestFailed",
                  refusal == null ? "Applied" : refusal,
                  0)));
      // As the agent does: of what it does not find it leaves what it has told before.
      manifest.put(
          "statusFeedback",
          found.live() == null
              ? told(work, one)
              : Map.of("values", feedback(config(work, one).get("feedbackRules"), found.live())));
      manifests.add(manifest);
    }
    Map<String, Object> status =
        Map.of(
            "conditions",
            List.of(
                condition(
                    "Applied",
                    is.refusals().isEmpty() ? "True" : "False",
                    is.refusals().isEmpty()
                        ? "AppliedManifestWorkComplete"
                        : "AppliedManifestWorkFailed",
                    is.refusals().isEmpty() ? "Apply manifest work complete" : "Failed to apply",
                    is.generation())),
            "resourceStatus",
            Map.of("manifests", manifests));
    if (!same(work.getAdditionalProperties().get("status"), status)) {
      hub.genericKubernetesResources(WORK, "ManifestWork")
          .inNamespace(cluster)
          .withName(work.getMetadata().getName())
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              Serialization.asJson(Map.of("status", status)));
    }
  }

  /** An object as it was found, null where it was not; and what the agent says of that. */
  private record Found(GenericKubernetesResource live, Map<String, Object> available) {}

  /**
   * As the agent does: what it may not read any more is not known, but for what it watches, which
   * nobody takes from it.
   */
  private Found find(GenericKubernetesResource work, GenericKubernetesResource one) {
    try {
      GenericKubernetesResource live = member.resource(one).get();
      return new Found(
          live,
          live == null
              ? condition(
                  "Available", "False", "ResourceNotAvailable", "Resource is not available", 0)
              : available());
    } catch (KubernetesClientException e) {
      return "Watch".equals(config(work, one).get("feedbackScrapeType"))
          ? new Found(null, available())
          : new Found(
              null,
              condition(
                  "Available",
                  "Unknown",
                  "FetchingResourceFailed",
                  "Failed to fetch resource: " + e.getMessage(),
                  0));
    }
  }

  private static Map<String, Object> available() {
    return condition("Available", "True", "ResourceAvailable", "Resource is available", 0);
  }

  /** Whether nothing is another but the instants. */
  private static boolean same(Object before, Object now) {
    return before != null && words(before).equals(words(now));
  }

  private static String words(Object tree) {
    return Serialization.asJson(new TreeMap<>((Map<?, ?>) sorted(tree)))
        .replaceAll("\"lastTransitionTime\":\"[^\"]*\"", "");
  }

  private static Object sorted(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(String.valueOf(key), sorted(value)));
      return sorted;
    }
    return tree instanceof List<?> list
        ? list.stream().map(WorkAgentStandIn::sorted).toList()
        : tree;
  }

  private static Object told(GenericKubernetesResource work, GenericKubernetesResource of) {
    if (work.get("status", "resourceStatus", "manifests") instanceof List<?> manifests) {
      for (Object one : manifests) {
        if (one instanceof Map<?, ?> manifest
            && manifest.get("resourceMeta") instanceof Map<?, ?> meta
            && of.getKind().equals(meta.get("kind"))
            && of.getMetadata().getName().equals(meta.get("name"))
            && manifest.get("statusFeedback") != null) {
          return manifest.get("statusFeedback");
        }
      }
    }
    return Map.of("values", List.of());
  }

  private static List<Object> feedback(Object asked, GenericKubernetesResource live) {
    List<Object> values = new ArrayList<>();
    if (!(asked instanceof List<?> rules)) {
      return values;
    }
    Map<?, ?> tree = Serialization.jsonMapper().convertValue(live, Map.class);
    for (Object rule : rules) {
      for (Object path : (List<?>) ((Map<?, ?>) rule).get("jsonPaths")) {
        Map<?, ?> one = (Map<?, ?>) path;
        Object value = at(tree, String.valueOf(one.get("path")));
        if (value instanceof Number number) {
          values.add(
              Map.of(
                  "name",
                  one.get("name"),
                  "fieldValue",
                  Map.of("type", "Integer", "integer", number)));
        } else if (value != null) {
          values.add(
              Map.of(
                  "name",
                  one.get("name"),
                  "fieldValue",
                  Map.of("type", "String", "string", value)));
        }
      }
    }
    return values;
  }

  /** By a JSONPath of names, in which a dot of a name is written with a backslash before it. */
  private static Object at(Object tree, String path) {
    Object at = tree;
    for (String name : path.substring(1).split("(?<!\\\\)\\.")) {
      at = at instanceof Map<?, ?> map ? map.get(name.replace("\\.", ".")) : null;
    }
    return at;
  }
}
