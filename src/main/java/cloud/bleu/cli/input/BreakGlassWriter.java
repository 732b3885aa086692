package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.placement.model.BreakGlass;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/**
 * Writes the annotations of a break-glass. Each signature is applied under a field manager of its
 * own, so that neither takes the other back, nor does GitOps that applies or patches. Whoever
 * replaces the whole object takes both back.
 */
public final class BreakGlassWriter {

  private static final String OPENER = "bleu-break-glass";
  private static final String COUNTERSIGNER = "bleu-countersignature";

  private BreakGlassWriter() {}

  /** Writes the first signature. */
  public static void open(KubernetesClient client, BleuWorkload workload, String text) {
    apply(client, workload, BreakGlass.ANNOTATION, text, OPENER);
  }

  /** Writes the second signature. */
  public static void countersign(KubernetesClient client, BleuWorkload workload, String text) {
    apply(client, workload, BreakGlass.COUNTERSIGNED, text, COUNTERSIGNER);
  }

  /** Removes both, whoever wrote them. */
  public static void end(KubernetesClient client, BleuWorkload workload) {
    client
        .resource(workload)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\""
                + BreakGlass.ANNOTATION
                + "\":null,\""
                + BreakGlass.COUNTERSIGNED
                + "\":null}}}");
  }

  private static void apply(
      KubernetesClient client,
      BleuWorkload workload,
      String annotation,
      String value,
      String manager) {
    GenericKubernetesResource patch = new GenericKubernetesResource();
    patch.setApiVersion(workload.getApiVersion());
    patch.setKind(workload.getKind());
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(workload.getMetadata().getName())
            .withNamespace(workload.getMetadata().getNamespace())
            // Another object of that name is a conflict.
            .withUid(workload.getMetadata().getUid())
            .withAnnotations(Map.of(annotation, value))
            .build());
    client
        .resource(patch)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(false)
                .build());
  }
}
