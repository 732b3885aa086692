package cloud.bleu.operator.report;

import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.openreports.NamespaceReport;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.WatchListener;
import cloud.bleu.operator.cache.WatchSubject;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Reports of this operator as the server has them, and the writing of what differs. An object
 * of the same name that is somebody else's is left alone. Where none of ours is known, the object
 * is looked for first, then ours is created empty, which fails if there is one. Each other write
 * names the uid. Ours is what this process created or wrote over, whatever became of its labels.
 * What an earlier process wrote is recognised by the label, or by the fields that our manager
 * applied.
 */
final class ReportStore implements AutoCloseable {

  static final String GROUP = "openreports.io";

  /** Version of the kind that is written. */
  static final String VERSION = "v1alpha1";

  /** Name of the CRD. */
  static final String CRD = "reports." + GROUP;

  static final String NAME = "bleu-placement";
  static final String MANAGER = "bleu-report";

  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup(GROUP)
          .withVersion(VERSION)
          .withKind("Report")
          .withPlural("reports")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final Runnable changed;

  /** What the server has, by namespace. */
  private final Map<String, Ours> live = new ConcurrentHashMap<>();

  /** The uid of somebody else's, as the watch shows it, by namespace. */
  private final Map<String, String> theirs = new ConcurrentHashMap<>();

  /**
   * The uid of what this process created, or wrote over what was ours, by namespace: nobody can
   * give it to another object.
   */
  private final Map<String, String> written = new ConcurrentHashMap<>();

  /**
   * A Report of ours.
   *
   * @param uid each write names it: under the same name there may be somebody else's by now
   * @param text in one form that can be compared
   */
  private record Ours(String uid, String text) {}

  private @Nullable KindWatch<GenericKubernetesResource> watch;

  /**
   * @param changed told of every change that the watch shows
   */
  ReportStore(KubernetesClient client, Runnable changed) {
    this.client = client;
    this.changed = changed;
  }

  /** Starts to watch. The kind must be there. */
  synchronized void watch() {
    watch =
        new KindWatch<>(
            WatchSubject.of(
                CRD,
                "no Report is written",
                "the chart's value openReports.enabled grants the right"),
            client
                .genericKubernetesResources(KIND)
                .inAnyNamespace()
                .withField("metadata.name", NAME));
    watch.start(
        new WatchListener<>() {
          @Override
          public void changed(GenericKubernetesResource report, boolean gone) {
            seen(report, gone);
          }

          @Override
          public void watched() {
            changed.run();
          }
        });
  }

  /** The kind is gone, and all of it with it. */
  synchronized void forget() {
    close();
    watch = null;
    live.clear();
    theirs.clear();
    written.clear();
  }

  /** Whether they are seen as they are: what is known of them otherwise is old. */
  synchronized boolean isWatched() {
    return watch != null && watch.isWatched();
  }

  /** Where there is a Report of ours. */
  Set<String> namespaces() {
    return new TreeSet<>(live.keySet());
  }

  /** What the Report of a namespace says, in one form; empty: there is none. */
  String live(String namespace) {
    Ours known = live.get(namespace);
    return known == null ? "" : known.text();
  }

  /**
   * Makes the Report of a namespace say this, if it does not yet.
   *
   * @return false where one of our name is somebody else's, and left as it is
   */
  boolean apply(String namespace, NamespaceReport report) {
    GenericKubernetesResource next = ReportObject.of(namespace, report);
    String text = ReportObject.text(next);
    Ours known = live.get(namespace);
    if (known == null && theirs.containsKey(namespace)) {
      return false;
    }
    if (known != null && text.equals(known.text())) {
      return true;
    }
    try {
      String uid = known == null ? taken(namespace) : known.uid();
      if (uid == null) {
        return false;
      }
      next.getMetadata().setUid(uid);
      apply(next);
      written.put(namespace, uid);
      live.put(namespace, new Ours(uid, text));
    } catch (KubernetesClientException e) {
      if (known != null && isOfAnotherUid(e)) {
        // What was known is gone, whatever has its name. That is asked anew.
        live.remove(namespace, known);
        changed.run();
      } else if (!ends(e)) {
        throw e;
      }
    }
    return true;
  }

  /** The uid of ours, which is created if there is none; null: what is there is not ours. */
  private @Nullable String taken(String namespace) {
    List<GenericKubernetesResource> there =
        client
            .genericKubernetesResources(KIND)
            .inNamespace(namespace)
            .withField("metadata.name", NAME)
            .list()
            .getItems();
    if (!there.isEmpty()) {
      return isOurs(there.get(0)) ? there.get(0).getMetadata().getUid() : null;
    }
    String created =
        client.raw(
            path(namespace) + "?fieldManager=" + MANAGER, "POST", ReportObject.empty(namespace));
    String uid =
        Serialization.unmarshal(created, GenericKubernetesResource.class).getMetadata().getUid();
    written.put(namespace, uid);
    return uid;
  }

  /** Writes over what is ours: edits are taken back. */
  private void apply(GenericKubernetesResource next) {
    client
        .genericKubernetesResources(KIND)
        .inNamespace(next.getMetadata().getNamespace())
        .resource(next)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true)
                .build());
  }

  private static String path(String namespace) {
    return "/apis/%s/%s/namespaces/%s/%s".formatted(GROUP, VERSION, namespace, KIND.getPlural());
  }

  /** Removes ours, if it is there. */
  void delete(String namespace) {
    Ours known = live.get(namespace);
    if (known == null) {
      return;
    }
    DeleteOptions options =
        new DeleteOptionsBuilder().withNewPreconditions(null, known.uid()).build();
    try {
      client.raw(path(namespace) + "/" + NAME, "DELETE", options);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 && !isOfAnotherUid(e)) {
        throw e;
      }
    }
    live.remove(namespace, known);
  }

  /** Whether there is no object of the uid that was named: another one, or none. */
  private static boolean isOfAnotherUid(KubernetesClientException e) {
    if (e.getCode() == 409) {
      return Refusal.of(e) == null;
    }
    return e.getCode() == 422
        && e.getStatus() != null
        && e.getStatus().getDetails() != null
        && e.getStatus().getDetails().getCauses().stream()
            .anyMatch(cause -> "metadata.uid".equals(cause.getField()));
  }

  /** Takes note of one as the watch shows it. */
  void seen(GenericKubernetesResource report, boolean gone) {
    if (report.getMetadata().getName().equals(NAME)) {
      String namespace = report.getMetadata().getNamespace();
      String uid = report.getMetadata().getUid();
      if (gone) {
        // Of that object alone: by now there may be another one.
        live.computeIfPresent(namespace, (name, known) -> known.uid().equals(uid) ? null : known);
        theirs.remove(namespace, uid);
      } else if (isOurs(report)) {
        live.put(namespace, new Ours(uid, ReportObject.text(report)));
        theirs.remove(namespace);
      } else {
        live.remove(namespace);
        theirs.put(namespace, uid);
      }
      changed.run();
    }
  }

  private boolean isOurs(GenericKubernetesResource report) {
    ObjectMeta meta = report.getMetadata();
    return meta.getUid().equals(written.get(meta.getNamespace()))
        || ReportObject.OURS.equals(ReportObject.label(report))
        || meta.getManagedFields().stream()
            .anyMatch(
                fields ->
                    MANAGER.equals(fields.getManager()) && "Apply".equals(fields.getOperation()));
  }

  /** Whether the namespace, or the kind, is gone or going. */
  private static boolean ends(KubernetesClientException e) {
    return e.getCode() == 404
        || e.getCode() == 403 && String.valueOf(e.getMessage()).contains("is being terminated");
  }

  @Override
  public synchronized void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
