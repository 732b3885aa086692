package cloud.bleu.delivery.cluster;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The writes on the objects of workloads in one cluster. Each creates what was not there, or names
 * the version that was read. So neither a stale cache nor a writer that no longer leads can undo a
 * newer write.
 */
public final class ClusterWriter {

  private static final String MANAGED_FIELDS = "/metadata/managedFields";
  private static final String TEMPLATE =
      "/metadata/annotations/" + Labels.TEMPLATE.replace("/", "~1");

  /** How often a child is written that others write at the same time. */
  private static final int MOST_TRIES = 5;

  private final KubernetesClient client;
  private final CreationCheck check;
  private final Deletions deletions;

  /**
   * @param client of the cluster that is written to
   */
  public ClusterWriter(KubernetesClient client) {
    this(client, CreationCheck.NONE);
  }

  /**
   * @param client of the cluster that is written to
   * @param check is asked about what was created
   */
  public ClusterWriter(KubernetesClient client, CreationCheck check) {
    this.client = client;
    this.check = check;
    deletions = new Deletions(client);
  }

  /** The object as the server has it now, null when there is none. */
  public @Nullable HasMetadata read(HasMetadata object) {
    return client.resource(object).get();
  }

  /**
   * Creates an object that was not there. A server-side apply would create it as well, but over one
   * that somebody created meanwhile it would write: an apply cannot ask that nothing be there.
   *
   * @throws KubernetesClientException 409 when there is one by now, or what the check throws
   */
  public <T extends HasMetadata> T create(T desired) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) desired.getClass();
    T created = Serialization.unmarshal(client.raw(collection(desired), "POST", desired), type);
    check.created(created);
    return created;
  }

  /**
   * Asks the server whether it would take an object in place of one of the name, with nothing
   * written: that there is one is found only after admission has passed.
   *
   * @throws KubernetesClientException what refuses it
   */
  public void tryCreate(HasMetadata desired) {
    try {
      client.raw(collection(desired) + "&dryRun=All", "POST", desired);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || Refusal.of(e) != null) {
        throw e;
      }
    }
  }

  private static String collection(HasMetadata desired) {
    return "/%s/namespaces/%s/%s?fieldManager=%s"
        .formatted(
            Deletions.group(desired),
            desired.getMetadata().getNamespace(),
            desired.getPlural(),
            Labels.MANAGER);
  }

  /**
   * Server-side apply of the whole object over exactly the version of {@code live}.
   *
   * @param live as {@link #read} gives it, with its managed fields
   * @throws KubernetesClientException 409 when the server has a newer version
   */
  public HasMetadata apply(HasMetadata desired, HasMetadata live) {
    return apply(
        desired, live, AppliedFields.adopt(live.getMetadata().getManagedFields(), Labels.MANAGER));
  }

  /**
   * Server-side apply of a child, or of a work with children. Fields that others have in its spec
   * and that {@code desired} does not have are removed: they become the operator's first. If only
   * that was written, the child holds no manifest, and the next delivery makes up for the rest.
   *
   * @return what the server has then
   * @throws KubernetesClientException 409 when the server has a newer version
   */
  public HasMetadata applyAlone(HasMetadata desired, HasMetadata live) {
    List<ManagedFieldsEntry> fields =
        AppliedFields.adoptForeign(live.getMetadata().getManagedFields(), Labels.MANAGER);
    if (fields == null || !ForeignFields.areIn(live)) {
      return apply(desired, live, fields);
    }
    List<Map<String, Object>> steps = new ArrayList<>();
    steps.add(replaced(MANAGED_FIELDS, fields));
    if (template(live) != null) {
      steps.add(replaced(TEMPLATE, ""));
    }
    HasMetadata taken = patch(live, steps);
    HasMetadata now = taken;
    for (int tries = 1; now != null && isAsTaken(now, taken); tries++) {
      try {
        return apply(desired, now, null);
      } catch (KubernetesClientException e) {
        if (!stale(e) || tries == MOST_TRIES) {
          throw e;
        }
        // Its controller writes the status at any time.
        now = read(desired);
      }
    }
    throw new KubernetesClientException("changed since", HttpURLConnection.HTTP_CONFLICT, null);
  }

  private static boolean isAsTaken(HasMetadata now, HasMetadata taken) {
    return Objects.equals(now.getMetadata().getUid(), taken.getMetadata().getUid())
        && Objects.equals(now.getMetadata().getGeneration(), taken.getMetadata().getGeneration())
        && Objects.equals(template(now), template(taken));
  }

  private static @Nullable String template(HasMetadata child) {
    Map<String, String> annotations = child.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Labels.TEMPLATE);
  }

  private HasMetadata apply(
      HasMetadata desired, HasMetadata live, @Nullable List<ManagedFieldsEntry> fields) {
    HasMetadata over =
        fields == null
            ? live
            : patch(
                live, List.of(replaced(MANAGED_FIELDS, fields)), PatchContext.of(PatchType.JSON));
    HasMetadata object = copy(desired);
    object.getMetadata().setResourceVersion(over.getMetadata().getResourceVersion());
    return client.resource(object).fieldManager(Labels.MANAGER).forceConflicts().serverSideApply();
  }

  private static Map<String, Object> replaced(String path, Object value) {
    return Map.of("op", "replace", "path", path, "value", value);
  }

  /** Carries out steps of a JSON patch on exactly the version of {@code live}. */
  public HasMetadata patch(HasMetadata live, List<Map<String, Object>> steps) {
    return patch(
        live,
        steps,
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(Labels.MANAGER)
            .build());
  }

  private HasMetadata patch(
      HasMetadata live, List<Map<String, Object>> steps, PatchContext context) {
    List<Map<String, Object>> patch = new ArrayList<>(steps);
    patch.add(replaced("/metadata/resourceVersion", live.getMetadata().getResourceVersion()));
    return client.resource(live).patch(context, Serialization.asJson(patch));
  }

  /** Changes labels of exactly the version of {@code live}. A null value removes one. */
  public void label(HasMetadata live, Map<String, @Nullable String> labels) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", live.getMetadata().getResourceVersion());
    metadata.put("labels", labels);
    client
        .resource(live)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(Labels.MANAGER)
                .build(),
            Serialization.asJson(Map.of("metadata", metadata)));
  }

  /** Gives exactly the version of {@code live} owners, in place of those that it has. */
  public void own(HasMetadata live, List<OwnerReference> owners) {
    patch(live, List.of(Map.of("op", "add", "path", "/metadata/ownerReferences", "value", owners)));
  }

  /** Asks the server whether it would take the object; throws what it answers if not. */
  public void dryRun(HasMetadata desired) {
    client
        .resource(copy(desired))
        .dryRun()
        .fieldManager(Labels.MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  /** Changes {@code spec.replicas} and, where given, annotations. A null value removes one. */
  public HasMetadata scale(
      HasMetadata live, int replicas, Map<String, @Nullable String> annotations) {
    return change(live, annotations, Map.of("replicas", replicas));
  }

  /** Changes some fields of the spec of exactly the version of {@code live}, and annotations. */
  public HasMetadata change(
      HasMetadata live,
      Map<String, @Nullable String> annotations,
      Map<String, ? extends @Nullable Object> spec) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", live.getMetadata().getResourceVersion());
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    Map<String, Object> patch = Map.of("metadata", metadata, "spec", spec);
    return client
        .resource(live)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(Labels.MANAGER)
                .build(),
            Serialization.asJson(patch));
  }

  /** Deletes exactly the version that was read; what it owns goes in the background. */
  public void delete(HasMetadata live) {
    deletions.ofVersion(live);
  }

  /**
   * Deletes exactly the version that was read. It stays until everything that it owns is gone: once
   * it is not there, none of its pods is.
   */
  public void deleteAfterItsOwn(HasMetadata live) {
    deletions.ofExactly(live, "Foreground");
  }

  /** Deletes exactly the version of exactly the object that was read, within its grace period. */
  public void deleteExactly(HasMetadata live) {
    deletions.ofExactly(live, "Background");
  }

  /** Deletes an object in whatever version it is by now, but no other one of its name. */
  public void deleteOnly(HasMetadata live) {
    deletions.ofObject(live);
  }

  /** Whether the server has something else than what was read: a newer version, or nothing. */
  public static boolean stale(KubernetesClientException e) {
    return (e.getCode() == 409 || e.getCode() == 404) && Refusal.of(e) == null;
  }

  /**
   * What keeps something from being delivered that the server refuses.
   *
   * @param what it is, as a sentence begins
   * @throws KubernetesClientException when it is no refusal
   */
  public static DeliveryProblem refused(String what, KubernetesClientException e) {
    Refusal refusal = Refusal.of(e);
    if (refusal == null) {
      throw e;
    }
    return DeliveryProblem.passing(DeliveryProblem.REFUSED, what + ": " + refusal.sentence());
  }

  private static HasMetadata copy(HasMetadata object) {
    return Serialization.clone(object);
  }
}
