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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Reports of this operator as the server has them, and the writing of what differs. An object
 * of the same name that is somebody else's is left alone. Ours is what this process created or
 * wrote over, whatever became of its labels; what a process before wrote is known by the label, or
 * by the fields that our manager applied.
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

  /** Namespaces in which the server has somebody else's. */
  private final Set<String> theirs = ConcurrentHashMap.newKeySet();

  /**
   * The uid of somebody else's that took what was applied, which is taken out again, by namespace:
   * the watch may show it in between, with our label.
   */
  private final Map<String, String> left = new ConcurrentHashMap<>();

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
    left.clear();
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
    if (known == null && theirs.contains(namespace)) {
      return false;
    }
    if (known != null && text.equals(known.text())) {
      return true;
    }
    next.getMetadata().setUid(known == null ? null : known.uid());
    try {
      // Edits of ours are taken back; what is somebody else's is not taken.
      GenericKubernetesResource applied = apply(next, known != null);
      String uid = applied.getMetadata().getUid();
      if (known == null && !isOursAlone(applied)) {
        // It came after the last that the watch tells of, and nothing of it was in conflict.
        left.put(namespace, uid);
        theirs.add(namespace);
        live.remove(namespace);
        apply(ReportObject.empty(namespace, uid), false);
        return false;
      }
      written.put(namespace, uid);
      live.put(namespace, new Ours(uid, text));
    } catch (KubernetesClientException e) {
      if (known != null && isOfAnotherUid(e)) {
        // What was known is gone, whatever has its name. That is asked anew, without force.
        live.remove(namespace, known);
        changed.run();
      } else if (Refusal.of(e) == null && e.getCode() == 409) {
        return false;
      } else if (!ends(e)) {
        throw e;
      }
    }
    return true;
  }

  private GenericKubernetesResource apply(GenericKubernetesResource next, boolean force) {
    return client
        .genericKubernetesResources(KIND)
        .inNamespace(next.getMetadata().getNamespace())
        .resource(next)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(force)
                .build());
  }

  /** Removes ours, if it is there. */
  void delete(String namespace) {
    Ours known = live.get(namespace);
    if (known == null) {
      return;
    }
    String path =
        "/apis/%s/%s/namespaces/%s/%s/%s"
            .formatted(GROUP, VERSION, namespace, KIND.getPlural(), NAME);
    DeleteOptions options =
        new DeleteOptionsBuilder().withNewPreconditions(null, known.uid()).build();
    try {
      client.raw(path, "DELETE", options);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 && !isOfAnotherUid(e)) {
        throw e;
      }
    }
    live.remove(namespace, known);
  }

  /** Whether nobody else has a field of it, so that it was created by what was applied. */
  private static boolean isOursAlone(GenericKubernetesResource applied) {
    return applied.getMetadata().getManagedFields().stream()
        .allMatch(fields -> MANAGER.equals(fields.getManager()));
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

  private void seen(GenericKubernetesResource report, boolean gone) {
    if (report.getMetadata().getName().equals(NAME)) {
      String namespace = report.getMetadata().getNamespace();
      boolean ours = !gone && isOurs(report);
      if (ours) {
        live.put(namespace, new Ours(report.getMetadata().getUid(), ReportObject.text(report)));
      } else {
        live.remove(namespace);
      }
      if (ours || gone) {
        theirs.remove(namespace);
      } else {
        theirs.add(namespace);
      }
      changed.run();
    }
  }

  private boolean isOurs(GenericKubernetesResource report) {
    ObjectMeta meta = report.getMetadata();
    return !meta.getUid().equals(left.get(meta.getNamespace()))
        && (meta.getUid().equals(written.get(meta.getNamespace()))
            || ReportObject.OURS.equals(ReportObject.label(report))
            || meta.getManagedFields().stream()
                .anyMatch(
                    fields ->
                        MANAGER.equals(fields.getManager())
                            && "Apply".equals(fields.getOperation())));
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
